using System.CommandLine;
using HealthWarehouse.Web.Verbs;

// khoyte: the one executable. Without a verb it serves the portal.
var root = new RootCommand("Kho Y tế – kho dữ liệu y tế tập trung của Sở Y tế")
{
    ServeVerb.Command(),
    ImportVerb.Command(),
    RetryVerb.Command(),
    ReportVerb.Command(),
    MeasureVerb.Command(),
    FindingsVerb.Command(),
    CatalogueVerb.Command(),
    CheckVerb.Command(),
    RebuildVerb.Command(),
    ArchiveVerb.Command(),
    DemoVerb.Command(),
    SenderVerb.Command(),
    UserVerb.Command(),
    KeyVerb.Command(),
    AuditVerb.Command(),
};
// A stop that is asked for (SIGTERM) waits for the verb to end by itself; the server has its own time for that (KHOYTE_STOP_SECONDS).
return await root.Parse(args.Length == 0 ? ["serve"] : args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(10) });
