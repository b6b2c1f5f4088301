// Ends with 1 where a `pulumi preview --json` on stdin would change what CI's role may not (components/guard/account/ci-access/):
// AWS would refuse it half-way. With 0 CI may do all of it.
import { readFileSync } from "node:fs";

const never =
    /^cloudflare:|^aws:((accessanalyzer|acm|backup|cfg|cloudcontrol|cloudtrail|guardduty|iam|inspector2|kms|route53|s3|securityhub|synthetics)\/|cloudwatch\/logDelivery|lambda\/permission|sqs\/queue|sns\/topicP|ecr\/repositoryP|secretsmanager\/secretP)/;
const keeps = /^aws:((dynamodb|ecr|elasticache|rds|secretsmanager|sns|sqs)\/|cloudwatch\/logGroup:)/;

/** May change, and neither come nor go: users' way in. */
const stays = /^aws:(cloudfront\/(distribution|originAccess|vpcOrigin)|wafv2\/)/;

const { steps } = JSON.parse(readFileSync(0, "utf8"));
const byHand = steps
    .filter(({ op }) => !["same", "read", "refresh"].includes(op))
    .map(({ op, urn }) => ({ op, type: urn.split("::")[2].split("$").at(-1), name: urn.split("::")[3] }))
    .filter(
        ({ op, type }) =>
            never.test(type) ||
            (/delete|replace/.test(op) && keeps.test(type)) ||
            (op !== "update" && stays.test(type)),
    )
    .map(({ op, type, name }) => `${op} of ${type} ${name}`);
if (byHand.length > 0) {
    console.log(`A person runs \`pulumi up\` for this: ${byHand.join("; ")} (docs/runbooks/ci.md)`);
    process.exitCode = 1;
}
