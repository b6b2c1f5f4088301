// Ends with 1 where a `pulumi preview --json` on stdin would change what CI's role may not (components/guard/ci-access/):
// AWS would refuse it half-way. With 0 CI may do all of it.
import { readFileSync } from "node:fs";

const never =
    /^aws:((accessanalyzer|backup|cfg|cloudtrail|guardduty|iam|inspector2|kms|s3|securityhub)\/|lambda\/permission|sqs\/queue|sns\/topicP|ecr\/repositoryP|secretsmanager\/secretP)/;
const keeps = /^aws:((dynamodb|ecr|elasticache|rds|secretsmanager|sns|sqs)\/|cloudwatch\/logGroup:)/;

const { steps } = JSON.parse(readFileSync(0, "utf8"));
const byHand = steps
    .filter(({ op }) => !["same", "read", "refresh"].includes(op))
    .map(({ op, urn }) => ({ op, type: urn.split("::")[2].split("$").at(-1), name: urn.split("::")[3] }))
    .filter(({ op, type }) => never.test(type) || (/delete|replace/.test(op) && keeps.test(type)))
    .map(({ op, type, name }) => `${op} of ${type} ${name}`);
if (byHand.length > 0) {
    console.log(`A person runs \`pulumi up\` for this: ${byHand.join("; ")} (docs/runbooks/ci.md)`);
    process.exitCode = 1;
}
