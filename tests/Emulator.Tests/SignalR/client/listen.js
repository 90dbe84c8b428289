// Connects to an application's realtime endpoint over the named transport, says "connected", prints the first message and ends.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const [url, transport] = process.argv.slice(2);
const connection = new HubConnectionBuilder()
  .withUrl(url, { transport: HttpTransportType[transport] })
  .configureLogging(LogLevel.Error)
  .build();
const message = new Promise((resolve) => connection.on("price", (...args) => resolve(args)));
await connection.start();
// An invocation nobody answers: once it is refused, the service counts this connection.
await connection.invoke("none").catch(() => {});
console.log("connected");
console.log(JSON.stringify(await message));
await connection.stop();
