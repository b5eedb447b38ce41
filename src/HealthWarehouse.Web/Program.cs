using System.CommandLine;
using HealthWarehouse.Web.Verbs;

// khoyte: the one executable. Without a verb it serves the portal.
var root = new RootCommand("Kho Y tế – kho dữ liệu y tế tập trung của Sở Y tế")
{
    ServeVerb.Command(),
    ImportVerb.Command(),
    ReportVerb.Command(),
    MeasureVerb.Command(),
    FindingsVerb.Command(),
    CatalogueVerb.Command(),
    CheckVerb.Command(),
    RebuildVerb.Command(),
    DemoVerb.Command(),
    SenderVerb.Command(),
    UserVerb.Command(),
    KeyVerb.Command(),
    AuditVerb.Command(),
};
return await root.Parse(args.Length == 0 ? ["serve"] : args).InvokeAsync();
