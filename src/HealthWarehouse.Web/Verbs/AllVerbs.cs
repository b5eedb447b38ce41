using System.CommandLine;

namespace HealthWarehouse.Web.Verbs;

/// <summary>Every verb of the executable.</summary>
internal static class AllVerbs
{
    public static RootCommand Command() => new("Kho Y tế – kho dữ liệu y tế tập trung của Sở Y tế")
    {
        ServeVerb.Command(),
        ImportVerb.Command(),
        RetryVerb.Command(),
        ReportVerb.Command(),
        MeasureVerb.Command(),
        FindingsVerb.Command(),
        CatalogueVerb.Command(),
        CheckVerb.Command(),
        MigrateVerb.Command(),
        RebuildVerb.Command(),
        ArchiveVerb.Command(),
        DemoVerb.Command(),
        SenderVerb.Command(),
        UserVerb.Command(),
        KeyVerb.Command(),
        AuditVerb.Command(),
    };
}
