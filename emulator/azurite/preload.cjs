// Loaded before Azurite (node --require): what a demo of hours needs and Azurite does not have.
// It replaces private parts of Azurite, so it knows one version. On another: look whether they are still needed and still fit.
'use strict';
const knownVersion = '3.35.0';
const { version } = require('azurite/package.json');
if (version !== knownVersion) {
  console.error(`emulator/azurite/preload.cjs is written for Azurite ${knownVersion} and found ${version}: adapt it.`);
  process.exit(2);
}

require('./partition-index.cjs');
require('./extent-removal.cjs');
require('./queue-messages.cjs');
