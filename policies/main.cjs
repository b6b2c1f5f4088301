// Pulumi runs a pack with a ts-node of its own, and hands it neither `typescript: false` nor `nodeargs`: only from here
// can tsx take over, which runs a pack of more than one file. What is loaded before tsx is spared its look at
// every file, of which these have many.
require("@pulumi/policy");
require("@pulumi/aws");
require("tsx/cjs");
module.exports = require("./index.ts");
