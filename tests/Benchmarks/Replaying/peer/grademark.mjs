// Replays the bars of a file (symbol,date,open,high,low,close,volume) by grademark, a public backtester: two moving averages
// and a stop. Prints bars a second of processor time, the best of three runs. grademark needs chai and does not name it, so
// package.json does.
import { readFileSync } from 'node:fs'
import { DataFrame } from 'data-forge'
import { backtest } from 'grademark'

const bySymbol = new Map()
for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const [symbol, time, open, high, low, close, volume] = line.split(',')
  const bars = bySymbol.get(symbol) ?? []
  bars.push({ time: new Date(time), open: +open, high: +high, low: +low, close: +close, volume: +volume })
  bySymbol.set(symbol, bars)
}

const strategy = {
  entryRule: (enter, args) => args.bar.fast > args.bar.slow && enter(),
  exitRule: (exit, args) => args.bar.fast < args.bar.slow && exit(),
  stopLoss: (args) => args.entryPrice * 0.04,
}

const averages = [
  ['fast', 20],
  ['slow', 50],
]

function withAverage(frame, name, length) {
  const average = frame
    .deflate((bar) => bar.close)
    .rollingWindow(length)
    .select((window) => [window.getIndex().last(), window.average()])
  return frame.withSeries(name, average.withIndex((pair) => pair[0]).select((pair) => pair[1]))
}

let fastest = Infinity
let count = 0
for (let run = 0; run < 3; run++) {
  count = 0
  const started = process.cpuUsage()
  for (const bars of bySymbol.values()) {
    let frame = new DataFrame(bars).setIndex('time')
    for (const [name, length] of averages) {
      frame = withAverage(frame, name, length)
    }
    backtest(strategy, frame.skip(50).bake())
    count += bars.length
  }
  const used = process.cpuUsage(started)
  fastest = Math.min(fastest, (used.user + used.system) / 1e6)
}
process.stdout.write(String(count / fastest))
