// Reads xunit's XML results, prints the ten slowest tests and the failed ones, and ends with the line that counts them.
import { readFileSync } from "node:fs";

const decode = (text) =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" })[name]);

const tests = process.argv.slice(2).flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/<test\s([^>]*)>/g)].map(([, attributes]) => {
    const value = (name) => decode(attributes.match(new RegExp(`(?:^|\\s)${name}="([^"]*)"`))?.[1] ?? "");
    return { name: value("name"), result: value("result"), seconds: Number(value("time")) };
  }),
);

const count = (result) => tests.filter((test) => test.result === result).length;
console.log("\nThe ten slowest:");
for (const test of [...tests].sort((a, b) => b.seconds - a.seconds).slice(0, 10)) {
  console.log(`  ${test.seconds.toFixed(2).padStart(7)} s  ${test.name}`);
}

for (const test of tests.filter((test) => test.result === "Fail")) {
  console.log(`failed: ${test.name}`);
}

const skipped = count("Skip") + count("NotRun");
console.log(`\n${count("Pass")} passed, ${count("Fail")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(count("Fail") > 0 || tests.length === 0 ? 1 : 0);
