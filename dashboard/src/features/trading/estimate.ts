import type { Quote, Side } from '../../api/types';

/** What a market order would cost or bring at the quoted price, before fees: a buyer pays the ask, a seller gets the bid. */
export function estimateTrade(quote: Quote, action: Side, quantity: number, cash: number) {
  const price = action === 'buy' ? quote.ask : quote.bid;
  const amount = price * quantity;
  return { price, amount, cashAfter: action === 'buy' ? cash - amount : cash + amount };
}
