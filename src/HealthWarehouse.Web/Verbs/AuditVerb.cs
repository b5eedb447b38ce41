using System.CommandLine;
using System.Net.Http.Json;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte audit verify: reads the whole audit; tells the first record that is not as it was written.</summary>
internal static class AuditVerb
{
    public static Command Command()
    {
        var data = Cli.Data();
        var verify = new Command("verify", "Kiểm tra nhật ký: mọi dòng còn nguyên, đủ và đúng thứ tự") { data };
        verify.Runs((parsed, stop) => Cli.WithHouse(parsed.GetValue(data), async house => Tell(await house.Audit.Verify(stop)), async client => Tell((await client.GetFromJsonAsync<AuditVerdict>("api/v1/audit/verify", stop))!), stop));
        return new Command("audit", "Nhật ký") { verify };
    }

    private static int Tell(AuditVerdict verdict)
    {
        Console.WriteLine($"{verdict.Rows}\t{verdict.Roots}\t{(verdict.Ok ? "ok" : verdict.FirstBad)}");
        Console.Error.WriteLine(verdict.Ok ? $"{verdict.Rows} dòng nguyên vẹn, {verdict.Roots} mốc đã ký." : $"Dòng {verdict.FirstBad}: {verdict.Fault}.");
        return verdict.Ok ? 0 : 3;
    }
}
