// Azurite keeps the messages of all queues together, looks at all of them for each operation and builds their indexes anew for
// each receive: with some thousand messages waiting it takes so long that their number only grows. This makes an operation look
// at its own queue's messages, by the indexes that Azurite has and one more, and changes the indexes by as much as changed.
'use strict';
const { prototype } = require('azurite/dist/src/queue/persistence/LokiQueueMetadataStore.js').default;
const { init } = prototype;

/** Loki uses the index of the first property only: so the most selective one comes first. */
function selectiveFirst(query) {
  const order = ['messageId', 'expirationTime', 'queueName'].filter((name) => query[name] !== undefined);
  return { ...Object.fromEntries(order.map((name) => [name, query[name]])), ...query };
}

function adapt(messages) {
  const { chain, update, remove } = messages;
  messages.ensureIndex('expirationTime');
  messages.chain = (...options) => {
    const found = chain.apply(messages, options);
    const { find } = found;
    found.find = (query, ...rest) => find.call(found, selectiveFirst(query ?? {}), ...rest);
    return found;
  };
  messages.update = (changed) => {
    for (const message of [changed].flat()) update.call(messages, message);
    return changed;
  };
  // The messages that have expired, for each operation: as a rule none, for which Loki builds all indexes anew too.
  messages.remove = (gone) => (Array.isArray(gone) && gone.length === 0 ? undefined : remove.call(messages, gone));
}

prototype.init = async function () {
  await init.call(this);
  adapt(this.db.getCollection(this.MESSAGES_COLLECTION));
};
