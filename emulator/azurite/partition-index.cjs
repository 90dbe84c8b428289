// Loaded before Azurite (node --require). Azurite answers every table query by looking at each row of the table, and a point
// read by looking at each row of the partition, so that both slow down as a demo goes on; Azure's do not. This keeps each
// table's rows by partition and row key, as Azure does, and lets Azurite look at no more of them than a query can concern.
// What a query answers stays the same: Azurite's own filter still decides about each row.
'use strict';
// It replaces a private part of Azurite, so it knows one version. On another: read its LokiTableMetadataStore, then change this.
const knownVersion = '3.35.0';
const azurite = __dirname + '/node_modules/azurite/';
const { version } = require(azurite + 'package.json');
if (version !== knownVersion) {
  console.error(`emulator/azurite/partition-index.cjs is written for Azurite ${knownVersion} and found ${version}: adapt it.`);
  process.exit(2);
}

const { prototype } = require(azurite + 'dist/src/table/persistence/LokiTableMetadataStore.js').default;
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
        if (found.length >= most) break;
        if (filters.every((filter) => filter(row))) found.push(row);
      }
      return found;
    },
  };
  return self;
}

prototype.getEntityCollection = function (...names) {
  const collection = getEntityCollection.apply(this, names);
  partitionsOf(collection);
  return collection;
};

prototype.queryTableEntities = function (context, account, table, options, ...rest) {
  const [, partition, bounds, , others = ''] = onePartition.exec(options.filter ?? '') ?? [];
  if (partition === undefined || /\bor\b/i.test(others)) return queryTableEntities.call(this, context, account, table, options, ...rest);
  const store = Object.create(this);
  store.getEntityCollection = (...names) => {
    const rows = partitionsOf(this.getEntityCollection(...names)).get(unquoted(partition)) ?? [];
    let [first, end] = [0, rows.length];
    for (const [, operator, text] of bounds.matchAll(bound)) {
      if (operator[0] !== 'l') first = Math.max(first, placeOf(rows, unquoted(text)));
      if (operator[0] !== 'g') end = Math.min(end, placeOf(rows, unquoted(text), true));
    }
    return { chain: () => resultset(rows.slice(first, end)) };
  };
  return queryTableEntities.call(store, context, account, table, options, ...rest);
};
