// A generated password is a secret known only after the deploy, and fits an AWS resource without leaving a
// trace.
import * as aws from "@pulumi/aws";
import * as random from "@pulumi/random";

const password = new random.RandomPassword("password", { length: 24, overrideSpecial: "!#%" });
const name = new random.RandomPet("name", { length: 2, prefix: "db" });
const entry = new aws.secretsmanager.Secret("entry", { name: name.id });
new aws.secretsmanager.SecretVersion("version", {
    secretId: entry.id,
    secretString: password.result.apply((result) => JSON.stringify({ password: result })),
});
export const bytes = new random.RandomBytes("bytes", { length: 8 }).base64;
export const length = password.length;
