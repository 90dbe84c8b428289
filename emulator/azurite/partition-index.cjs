// Azurite answers every table query by looking at each row of the table, once more for
// each page, and a point read by looking at each row of the partition, so that both slow down as a demo goes on; Azure's do
// not. This keeps each table's rows in the order of their keys, as Azure does, and lets Azurite look at no more of them than a
// query can concern.
// What a query answers stays the same: Azurite's own filter still decides about each row.
'use strict';
const { prototype } = require('azurite/dist/src/table/persistence/LokiTableMetadataStore.js').default;
const { queryTableEntities, getEntityCollection } = prototype;
const key = "((?:[^']|'')*)";
const onePartition = new RegExp(`^PartitionKey eq '${key}'((?: and RowKey (?:eq|ge|gt|le|lt) '${key}')*)( and .*)?$`, 's');
const bound = new RegExp(`RowKey (eq|g[et]|l[et]) '${key}'`, 'gs');
const unquoted = (text) => text.replaceAll("''", "'");
const byKeys = new WeakMap();

/** The first place of a sorted partition whose row key is not below the given one; with `after`, the first above it. */
function placeOf(rows, rowKey, after = false) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].RowKey < rowKey || (after && rows[middle].RowKey === rowKey)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A table's rows by partition, each sorted by row key; kept by the events of the collection that Azurite changes. */
function partitionsOf(collection) {
  let partitions = byKeys.get(collection);
  if (partitions) return partitions;
  byKeys.set(collection, (partitions = new Map()));
  const find = ({ PartitionKey, RowKey }) => {
    const rows = partitions.get(PartitionKey) ?? [];
    const place = placeOf(rows, RowKey);
    return { rows, place, found: rows[place]?.RowKey === RowKey };
  };
  const put = (row) => {
    const { rows, place, found } = find(row);
    rows.splice(place, found ? 1 : 0, row);
    partitions.set(row.PartitionKey, rows);
  };
  for (const row of collection.data) put(row);
  collection.on('insert', put);
  collection.on('update', put);
  collection.on('delete', (row) => {
    const { rows, place, found } = find(row);
    if (found) rows.splice(place, 1);
    if (rows.length === 0) partitions.delete(row.PartitionKey);
  });
  const { findOne } = collection;
  collection.findOne = (query) => {
    if (Object.keys(query).join() !== 'PartitionKey,RowKey') return findOne.call(collection, query);
    const { rows, place, found } = find(query);
    return found ? rows[place] : null;
  };
  return partitions;
}

/** Rows in the order of their keys, from where the page before ended. A partition's bounds are row keys, both included. */
function* rowsOf(partitions, names, { least = '', most }, nextPartition = '', nextRow = '') {
  for (const name of names) {
    if (name < nextPartition) continue;
    const rows = partitions.get(name) ?? [];
    const end = most === undefined ? rows.length : placeOf(rows, most, true);
    const start = name === nextPartition && nextRow > least ? nextRow : least;
    for (let place = placeOf(rows, start); place < end; place++) yield rows[place];
  }
}

/** The part of Loki's Resultset that a query uses, over rows that are in order already. */
function resultset(rows) {
  const filters = [];
  let most = Infinity;
  const self = {
    where: (filter) => (filters.push(filter), self),
    sort: () => self,
    limit: (count) => ((most = count), self),
    data: () => {
      const found = [];
      for (const row of rows) {
        if (!filters.every((filter) => filter(row))) continue;
        found.push(row);
        if (found.length === most) break;
      }
      return found;
    },
  };
  return self;
}

/** The one partition that a filter names, and the range of row keys in it; nothing where it may concern others too. */
function rangeOf(filter) {
  const [, partition, bounds, , others = ''] = onePartition.exec(filter ?? '') ?? [];
  if (partition === undefined || /\bor\b/i.test(others)) return {};
  const range = { partition: unquoted(partition), least: '', most: undefined };
  for (const [, operator, text] of bounds.matchAll(bound)) {
    const rowKey = unquoted(text);
    if (operator[0] !== 'l' && rowKey > range.least) range.least = rowKey;
    if (operator[0] !== 'g' && !(rowKey > range.most)) range.most = rowKey;
  }
  return range;
}

prototype.getEntityCollection = function (...names) {
  const collection = getEntityCollection.apply(this, names);
  partitionsOf(collection);
  return collection;
};

prototype.queryTableEntities = function (context, account, table, options, ...next) {
  const range = rangeOf(options.filter);
  const store = Object.create(this);
  store.getEntityCollection = (...names) => {
    const partitions = partitionsOf(this.getEntityCollection(...names));
    const concerned = range.partition === undefined ? [...partitions.keys()].sort() : [range.partition];
    const from = next.map((header) => this.decodeContinuationHeader(header));
    return { chain: () => resultset(rowsOf(partitions, concerned, range, ...from)) };
  };
  return queryTableEntities.call(store, context, account, table, options, ...next);
};
