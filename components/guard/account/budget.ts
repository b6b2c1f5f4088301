import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What one environment may cost, where it shares an account with others. */
export interface EnvironmentBudget {
    /** US dollars a month. */
    usd: number;
    /** Whether the tag that it is counted by is switched on for bills here, or by somebody else: who pays for the account. */
    tags: "own" | "elsewhere";
}

export interface BudgetArgs {
    /** US dollars a month, of the whole account. */
    limitUsd: number;
    /** @default one budget, of the whole account */
    environmentBudget?: EnvironmentBudget;
    /** The tag `environment` of all that this environment has. */
    environment: string;
    /** Who is told. AWS Budgets writes to it directly, so nobody has to confirm a subscription first. */
    email: string;
}

const tagKey = "environment";

/**
 * Says by e-mail when the month costs more than planned: the account's, always, and the environment's besides. That one
 * counts what wears a tag, so it reads 0, and stays silent, until whoever pays activates the tag for bills; and what can
 * wear none is in no environment's. Only a management account, and one that is in no organization, can activate it, and a
 * tag that no bill has had yet can't be (AWS Billing User Guide, "Using user-defined cost allocation tags", read 2026-11-23).
 */
export class Budget extends pulumi.ComponentResource {
    constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:guard:Budget", name, {}, opts);
        const { limitUsd, environmentBudget, environment, email } = args;
        this.budget(name, limitUsd, email, []);
        if (environmentBudget) {
            const { usd, tags } = environmentBudget;
            // What others' bills are read by, too: it stays on when this stack goes.
            if (tags === "own")
                new aws.costexplorer.CostAllocationTag(
                    `${name}-${tagKey}`,
                    { tagKey, status: "Active" },
                    { parent: this, retainOnDelete: true },
                );
            // `user:` is what people's tags begin with there (the example of aws.budgets.Budget 7.48).
            const worn = { name: "TagKeyValue", values: [`user:${tagKey}$${environment}`] };
            this.budget(`${name}-${tagKey}`, usd, email, [worn]);
        }
        this.registerOutputs({});
    }

    private budget(
        name: string,
        limitUsd: number,
        email: string,
        costFilters: aws.types.input.budgets.BudgetCostFilter[],
    ) {
        const alert = (threshold: number, notificationType: "ACTUAL" | "FORECASTED") => ({
            comparisonOperator: "GREATER_THAN",
            thresholdType: "PERCENTAGE",
            threshold,
            notificationType,
            subscriberEmailAddresses: [email],
        });
        new aws.budgets.Budget(
            name,
            {
                budgetType: "COST",
                timeUnit: "MONTHLY",
                limitAmount: String(limitUsd),
                limitUnit: "USD",
                ...(costFilters.length > 0 && { costFilters }),
                notifications: [alert(80, "ACTUAL"), alert(100, "ACTUAL"), alert(100, "FORECASTED")],
            },
            { parent: this },
        );
    }
}
