import type { Page } from './types';

/** The items of all pages of a list that is short enough to be read whole. */
export async function everyPage<T>(read: (pageToken: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let pageToken: string | null = null;
  do {
    const page: Page<T> = await read(pageToken);
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  return items;
}
