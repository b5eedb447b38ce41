using System.CommandLine;
using System.Net.Http.Json;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte archive verify | restore: every byte of the archive is read; files a lost ledger knew are given back to it. Also beside a running
/// server.
/// </summary>
internal static class ArchiveVerb
{
    public static Command Command() => new("archive", "Kho lưu trữ") { Verify(), Restore() };

    private static Command Verify()
    {
        var data = Cli.Data();
        var verify = new Command("verify", "Đọc từng byte: tệp hỏng, tệp thiếu, tệp sổ không biết") { data };
        verify.Runs((parsed, stop) =>
            Cli.WithHouse(parsed.GetValue(data), async house => Tell(await new ArchiveCheck(house).Verify(Progress(), stop)),
            async client => Tell((await client.GetFromJsonAsync<ArchiveReport>("api/v1/operate/archive", stop))!), stop));
        return verify;
    }

    private static Command Restore()
    {
        var data = Cli.Data();
        var restore = new Command("restore", "Trả lại sổ tiếp nhận những tệp nó đã mất, rồi nạp") { data };
        restore.Runs((parsed, stop) => Cli.WithHouse(parsed.GetValue(data), async house =>
        {
            var report = await new ArchiveCheck(house).Restore(Progress(), stop);
            await house.Loader.LoadWaiting(stop);
            return Tell(report);
        }, async client =>
        {
            using var answer = await client.PostAsync("api/v1/operate/archive/restore", null, stop);
            await Cli.Must(answer, stop);
            return Tell((await answer.Content.ReadFromJsonAsync<ArchiveReport>(stop))!);
        }, stop));
        return restore;
    }

    /// <summary>One line a file that is not as it should be; exit 3 when something is rotten or missing.</summary>
    private static int Tell(ArchiveReport report)
    {
        Cli.EndProgress();
        foreach (var name in report.Rotten) Console.WriteLine($"rotten\t{name}");
        foreach (var id in report.Missing) Console.WriteLine($"missing\t{id}");
        foreach (var name in report.Unheld) Console.WriteLine($"unheld\t{name}");
        Console.WriteLine($"sound\t{report.Sound}");
        if (report.GivenBack > 0) Console.WriteLine($"given-back\t{report.GivenBack}");
        return report.Ok ? 0 : 3;
    }

    private static Progress<int> Progress() => new(n => Cli.Progress($"Đã đọc {n:N0} tệp"));
}
