/** The regions of AWS's own part of the world of accounts; us-gov and cn have accounts, and ARNs, of their own. */
export const regionCode =
    /^(af|ap|ca|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/;
