// Reads { high, low, close, other } and writes what the libraries make of them, each list ending with the last bar.
import { readFileSync } from 'node:fs'
import { sampleCorrelation } from 'simple-statistics'
import technical from 'technicalindicators'

const { high, low, close, other } = JSON.parse(readFileSync(0, 'utf8'))
const length = 90
const correlation = []
for (let end = length; end <= close.length; end++) {
  correlation.push(sampleCorrelation(close.slice(end - length, end), other.slice(end - length, end)))
}
const result = {
  atr: technical.ATR.calculate({ high, low, close, period: 14 }),
  rsi: technical.RSI.calculate({ values: close, period: 14 }),
  sma: technical.SMA.calculate({ values: close, period: 20 }),
  ema: technical.EMA.calculate({ values: close, period: 20 }),
  deviation: technical.SD.calculate({ values: close, period: 20 }),
  correlation,
}
process.stdout.write(JSON.stringify(result))
