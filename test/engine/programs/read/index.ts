// `get` reads a resource by its id: it is external, has no inputs of the program's and is never deleted.
import * as aws from "@pulumi/aws";

const bucket = aws.s3.Bucket.get("theirs", "someone-elses-bucket");
const topic = new aws.sns.Topic("topic");
const computed = aws.sqs.Queue.get("computed", topic.name, { fifoQueue: false }, { dependsOn: [topic] });
new aws.s3.BucketObject("note", { bucket: bucket.id, key: "note", content: computed.url });
export const arn = bucket.arn;
