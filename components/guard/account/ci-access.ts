import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, type Account } from "../../parts/rights.ts";
import { ofDeploy, ofPreview, type StatePlace } from "./ci-access/rights.ts";

export interface CiAccessArgs extends Account, StatePlace {
    /** What the names of the roles start with: at most 53 characters. */
    prefix: string;
    /**
     * As GitHub writes it after `repo:` in its tokens: `owner@1234/name@5678` in repositories made or renamed since
     * 2026-07-15, `owner/name` in older ones. "" for no way in.
     */
    repository: string;
    /** GitHub's environment, whose rules say who may deploy and after whose word; with "-preview" behind it, who may preview. */
    githubEnvironment: string;
    /** Whether GitHub's login of the account, of which there is one, is made here, or by somebody else. */
    provider: "own" | "elsewhere";
}

const host = "token.actions.githubusercontent.com";
/** Hours that a deployment may take, with all its waits; a login of GitHub's own is good for minutes. */
const deployHours = 4;

/**
 * Lets GitHub Actions in without a key: a job shows a token that GitHub signed for it, and gets a role for some hours.
 * Jobs of one GitHub environment get one that reads what a preview asks for, the state with its secrets among it: whose word
 * a pull request needs for that is said there, for it brings its own code. Jobs of another get one that changes this
 * environment, and neither roles nor keys nor what watches: whoever can change the code of such a job can't
 * give himself more than it has. Both are called after the environment, so that a workflow can name them.
 */
export class CiAccess extends pulumi.ComponentResource {
    constructor(name: string, args: CiAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:guard:CiAccess", name, {}, opts);
        if (args.repository !== "") {
            const { accountId, provider } = args;
            // Without a thumbprint: IAM checks GitHub by its own list of authorities (IAM API Reference,
            // UpdateOpenIDConnectProviderThumbprint).
            const login =
                provider === "own" &&
                new aws.iam.OpenIdConnectProvider(
                    name,
                    { url: `https://${host}`, clientIdLists: ["sts.amazonaws.com"] },
                    { parent: this },
                );
            // Written out: rules read it at preview.
            const federated = pulumi.interpolate`arn:aws:iam::${accountId}:oidc-provider/${host}`;
            const dependsOn = login ? [login] : [];
            this.preview(`${name}-preview`, args, federated, dependsOn);
            this.deploy(`${name}-deploy`, args, federated, dependsOn);
        }
        this.registerOutputs({});
    }

    private preview(
        name: string,
        args: CiAccessArgs,
        federated: pulumi.Input<string>,
        dependsOn: pulumi.Resource[],
    ) {
        const { repository, githubEnvironment } = args;
        const assumeRolePolicy = trustIn(federated, repository, `environment:${githubEnvironment}-preview`);
        const role = new aws.iam.Role(
            name,
            { name: `${args.prefix}-ci-preview`, assumeRolePolicy },
            { parent: this, dependsOn },
        );
        const policy = policyOf(ofPreview(args, args.prefix));
        new aws.iam.RolePolicy(name, { role: role.id, policy }, { parent: this });
    }

    private deploy(
        name: string,
        args: CiAccessArgs,
        federated: pulumi.Input<string>,
        dependsOn: pulumi.Resource[],
    ) {
        const { prefix, repository, githubEnvironment } = args;
        const assumeRolePolicy = trustIn(federated, repository, `environment:${githubEnvironment}`);
        const role = new aws.iam.Role(
            name,
            { name: `${prefix}-ci-deploy`, assumeRolePolicy, maxSessionDuration: deployHours * 3600 },
            { parent: this, dependsOn },
        );
        const attach = (one: string, policyArn: pulumi.Input<string>) =>
            new aws.iam.RolePolicyAttachment(
                `${name}-${one}`,
                { role: role.name, policyArn },
                { parent: this },
            );
        const { whole, own } = ofDeploy(args, { prefix, githubEnvironment });
        new aws.iam.RolePolicy(name, { role: role.id, policy: policyOf(own) }, { parent: this });
        for (const [room, statements] of Object.entries(whole)) {
            const policy = policyOf(statements);
            attach(room, new aws.iam.Policy(`${name}-${room}`, { policy }, { parent: this }).arn);
        }
        // Settings, and no data.
        attach("audit", "arn:aws:iam::aws:policy/SecurityAudit");
        attach("view", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess");
    }
}

/** For jobs of one repository that GitHub names so (GitHub's "OpenID Connect reference"; no wildcard anywhere). */
function trustIn(federated: pulumi.Input<string>, repository: string, what: string): pulumi.Output<string> {
    const StringEquals = {
        [`${host}:aud`]: "sts.amazonaws.com",
        [`${host}:sub`]: `repo:${repository}:${what}`,
    };
    return policyOf([
        {
            ...{ Effect: "Allow", Principal: { Federated: federated } },
            ...{ Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals } },
        },
    ]);
}
