import {
    CreateHostedConfigurationVersionCommand,
    GetDeploymentCommand,
    GetHostedConfigurationVersionCommand,
    ListApplicationsCommand,
    ListConfigurationProfilesCommand,
    ListDeploymentsCommand,
    ListEnvironmentsCommand,
    ListHostedConfigurationVersionsCommand,
    StartDeploymentCommand,
    type AppConfigClient,
} from "@aws-sdk/client-appconfig";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import type { Environment } from "../environment.ts";

/** A document of AppConfig's flags: what they are, and which are on. */
export interface Flags {
    version: "1";
    flags: Record<string, { name: string }>;
    values: Record<string, { enabled: boolean }>;
}

/** Where an environment's flags are, by AppConfig's ids, and what is deployed there. */
export interface FlagPlace {
    ids: { ApplicationId: string; ConfigurationProfileId: string; EnvironmentId: string };
    deployed: Flags;
    /** The newest version, deployed or not: who writes the next one names it. */
    latest: number;
}

const NONE: Flags = { version: "1", flags: {}, values: {} };
const UNDER_WAY = /^(DEPLOYING|VALIDATING|BAKING|ROLLING_BACK)$/;

/** As components/compute/flags.ts makes it; refuses while a change is on its way, for two would undo one another. */
export async function flagsOf(cloud: Cloud, environment: Environment): Promise<FlagPlace> {
    const { ids, deployed, version, flight } = await deployedFlags(cloud, environment);
    const { ApplicationId, ConfigurationProfileId, EnvironmentId } = ids;
    if (flight)
        throw new Refusal(
            `Another change of flags is under way (${flight.State}, ${flight.PercentageComplete} %). Wait for its end, or take it back: aws appconfig stop-deployment --application-id ${ApplicationId} --environment-id ${EnvironmentId} --deployment-number ${flight.DeploymentNumber}. Nothing was changed.`,
        );
    const question = { ApplicationId, ConfigurationProfileId, MaxResults: 50 };
    const versions = new ListHostedConfigurationVersionsCommand(question);
    const all = await asked("appconfig:ListHostedConfigurationVersions", cloud.flags().send(versions));
    const latest = Math.max(version, ...(all.Items ?? []).map((one) => one.VersionNumber ?? 0));
    return { ids, deployed, latest };
}

/** What every task has, or had before a change that is under way. */
export async function deployedFlags(cloud: Cloud, { name, stack }: Environment) {
    const client = cloud.flags();
    const ApplicationId = await idOf(client, name, (NextToken) => new ListApplicationsCommand({ NextToken }));
    const missing = (what: string) =>
        new Refusal(`AppConfig has no ${what} of ${name}: pulumi up --stack ${stack}`);
    if (ApplicationId === undefined) throw missing("application");
    const own = { ApplicationId };
    const EnvironmentId = await idOf(client, "live", () => new ListEnvironmentsCommand(own));
    const ConfigurationProfileId = await idOf(
        client,
        "flags",
        () => new ListConfigurationProfilesCommand(own),
    );
    if (EnvironmentId === undefined || ConfigurationProfileId === undefined) throw missing("place for flags");
    const ids = { ...own, ConfigurationProfileId, EnvironmentId };
    const list = new ListDeploymentsCommand({ ApplicationId, EnvironmentId, MaxResults: 50 });
    const { Items = [] } = await asked("appconfig:ListDeployments", client.send(list));
    const past = Items.sort((a, b) => (b.DeploymentNumber ?? 0) - (a.DeploymentNumber ?? 0));
    const flight = past.find(({ State }) => UNDER_WAY.test(State ?? ""));
    const version = past.find(({ State }) => State === "COMPLETE")?.ConfigurationVersion;
    // The first of all is under way.
    if (version === undefined && flight) return { ids, deployed: NONE, version: 0, flight };
    if (version === undefined) throw missing("deployed flags");
    const question = { ApplicationId, ConfigurationProfileId };
    const read = new GetHostedConfigurationVersionCommand({ ...question, VersionNumber: Number(version) });
    const { Content } = await asked("appconfig:GetHostedConfigurationVersion", client.send(read));
    const deployed = JSON.parse(Buffer.from(Content ?? []).toString("utf8")) as Flags;
    return { ids, deployed, version: Number(version), flight };
}

/** Writes a version, and starts its deployment; its number. Who was not the first to follow the latest is refused. */
export async function deployFlags(
    cloud: Cloud,
    { ids, latest }: FlagPlace,
    flags: Flags,
    DeploymentStrategyId: string,
): Promise<number> {
    const client = cloud.flags();
    const { ApplicationId, ConfigurationProfileId } = ids;
    const made = new CreateHostedConfigurationVersionCommand({
        ...{ ApplicationId, ConfigurationProfileId, LatestVersionNumber: latest },
        ...{ ContentType: "application/json", Content: Buffer.from(JSON.stringify(flags)) },
    });
    const { VersionNumber } = await asked(
        "appconfig:CreateHostedConfigurationVersion",
        client.send(made),
    ).catch((error: unknown) => {
        if (!(error instanceof AwsRefusal) || error.code !== "ConflictException") throw error;
        throw new Refusal(
            `Somebody else has changed flags at the same moment: run it again. Nothing was changed.`,
        );
    });
    const deployment = new StartDeploymentCommand({
        ...{ ...ids, DeploymentStrategyId },
        ConfigurationVersion: String(VersionNumber),
    });
    const { DeploymentNumber = 0 } = await asked("appconfig:StartDeployment", client.send(deployment));
    return DeploymentNumber;
}

/** How a change stands: AppConfig's state, and the percentage of tasks that it has reached. */
export async function changeOf(cloud: Cloud, { ids }: FlagPlace, DeploymentNumber: number) {
    const { ApplicationId, EnvironmentId } = ids;
    const question = new GetDeploymentCommand({ ApplicationId, EnvironmentId, DeploymentNumber });
    const {
        State = "?",
        PercentageComplete = 0,
        EventLog = [],
    } = await asked("appconfig:GetDeployment", cloud.flags().send(question));
    return { state: String(State), percent: PercentageComplete, why: EventLog[0]?.Description ?? "" };
}

type Listing = { Items?: { Id?: string; Name?: string }[]; NextToken?: string };

async function idOf(
    client: AppConfigClient,
    name: string,
    ask: (next: string | undefined) => object,
): Promise<string | undefined> {
    for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
        const answer = client.send(ask(next) as ListApplicationsCommand) as Promise<Listing>;
        const { Items = [], NextToken } = await asked("appconfig:List*", answer);
        const found = Items.find(({ Name }) => Name === name)?.Id;
        if (found !== undefined) return found;
        next = NextToken;
    }
    return undefined;
}
