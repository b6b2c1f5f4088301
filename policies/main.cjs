// Pulumi runs a pack with a ts-node of its own, and hands it neither `typescript: false` nor `nodeargs`: only from here
// can tsx take over, which runs a pack of more than one file.
require("tsx/cjs");
module.exports = require("./index.ts");
