// A secret stays one through apply, interpolate, nesting and inputs; a resource made with one gives it back
// as one.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const password = config.requireSecret("password");
const object = config.requireSecretObject<{ user: string }>("login");
const made = pulumi.secret("made here");

const parameter = new aws.ssm.Parameter("parameter", {
    type: "SecureString",
    value: pulumi.interpolate`${object.user}:${password}`,
    description: "plain",
    tags: { one: made, two: "plain" },
});
new aws.sns.Topic("topic", {
    displayName: parameter.description,
    tags: { hint: password.apply((p) => `${p.length} long`) },
});
// Of a list with a secret in it, the whole list is one.
new aws.elasticache.User("user", {
    userId: "user",
    userName: "user",
    engine: "redis",
    accessString: "on ~* +@all",
    authenticationMode: { type: "password", passwords: ["plain and long enough", password] },
});
export const value = parameter.value;
export const open = pulumi.unsecret(made);
export const both = pulumi.all([made, "plain"]).apply(([a, b]) => `${a} ${b}`);
export const isSecret = pulumi.isSecret(parameter.value);
