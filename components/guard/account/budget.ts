import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface BudgetArgs {
    /** US dollars a month. */
    limitUsd: number;
    /** Who is told. AWS Budgets writes to it directly, so nobody has to confirm a subscription first. */
    email: string;
}

/**
 * Says by e-mail when the month costs more than planned. It counts the whole account: a filter by tag reads 0, and
 * stays silent, until somebody activates the cost allocation tags. Give each environment an account of its own.
 */
export class Budget extends pulumi.ComponentResource {
    constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:guard:Budget", name, {}, opts);
        const alert = (threshold: number, notificationType: "ACTUAL" | "FORECASTED") => ({
            comparisonOperator: "GREATER_THAN",
            thresholdType: "PERCENTAGE",
            threshold,
            notificationType,
            subscriberEmailAddresses: [args.email],
        });
        new aws.budgets.Budget(
            name,
            {
                budgetType: "COST",
                timeUnit: "MONTHLY",
                limitAmount: String(args.limitUsd),
                limitUnit: "USD",
                notifications: [alert(80, "ACTUAL"), alert(100, "ACTUAL"), alert(100, "FORECASTED")],
            },
            { parent: this },
        );
        this.registerOutputs({});
    }
}
