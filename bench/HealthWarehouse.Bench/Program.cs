using HealthWarehouse.Bench;

// Measures the house against named limits in the same run: dotnet run -c Release --project bench/HealthWarehouse.Bench -- ingest
return args switch
{
    ["ingest", .. var rest] => await IngestBench.Run(rest),
    ["load", .. var rest] => LoadBench.Run(rest),
    ["query", .. var rest] => await QueryBench.Run(rest),
    ["start", .. var rest] => await StartBench.Run(rest),
    ["guard", .. var rest] => await GuardBench.Run(rest),
    ["receipts", .. var rest] => await ReceiptsBench.Run(rest),
    ["pages", .. var rest] => await PagesBench.Run(rest),
    ["suppression", .. var rest] => await SuppressionBench.Run(rest),
    ["stages", .. var rest] => await Stages.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "ingest [--mb N] [--file-mb N] [--runs N] [--memory-mb N] [--mimic] | load [--rows N] [--runs N] | query [--episodes N] | " +
        "guard [--rows N] | " +
        "receipts [--files N] [--runs N] [--seconds N] | pages [--data DIR] [--seconds N] | suppression [--cells N] | stages [--mimic] | " +
            "start");
    return 2;
}
