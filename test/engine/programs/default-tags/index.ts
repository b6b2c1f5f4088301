// Default tags come from stack settings or from a provider, and join a resource's own in `tagsAll`.
import * as aws from "@pulumi/aws";

const tagged = new aws.Provider("tagged", {
    region: "eu-west-1",
    defaultTags: { tags: { Team: "core", Stage: "test" } },
});
const own = new aws.sns.Topic("own", { tags: { Stage: "mine", Name: "own" } }, { provider: tagged });
new aws.sns.Topic("none", {}, { provider: tagged });
const settings = new aws.sns.Topic("settings", { tags: { Name: "settings" } });
export const ownTags = own.tagsAll;
export const settingsTags = settings.tagsAll;
