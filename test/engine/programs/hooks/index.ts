// Hooks run around a create, an update (step 2) and a delete (step 3); at preview only those with `onDryRun`.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const name = "displayName";
const tell = (when: string) => (args: pulumi.ResourceHookArgs) =>
    pulumi.log.info(`${when} ${args.name}: ${args.oldInputs?.[name]} to ${args.newInputs?.[name]}`);
const always = new pulumi.ResourceHook("always", tell("always"), { onDryRun: true });
const leaving = new pulumi.ResourceHook("leaving", tell("leaving"));

const create = { beforeCreate: [tell("before create"), always], afterCreate: [tell("after create")] };
const hooks = { ...create, beforeUpdate: [always], afterUpdate: [tell("after update")] };
new aws.sns.Topic("topic", { displayName: `step ${step}` }, { hooks });
if (step < 3) {
    const onDelete = { beforeDelete: [leaving], afterDelete: [leaving] };
    new aws.sns.Topic("leaver", { displayName: "here" }, { hooks: onDelete });
}
