using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Rooms.Security;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte audit: proves it whole (verify, roots), hands it on (export), looks for anomalies, closes a period and opens one again.
/// </summary>
internal static class AuditVerb
{
    public static Command Command() => new("audit", "Nhật ký") { Verify(), Roots(), Export(), Anomalies(), Close(), Open() };

    private static Command Verify()
    {
        var (data, file) =
            (Cli.Data(), new Option<string?>("--file") { Description = "Kiểm tra một sổ đã khoá (tên tệp trong DATA/audit/closed)" });
        var command = new Command("verify", "Kiểm tra nhật ký: mọi dòng còn nguyên, đủ và đúng thứ tự") { data, file };
        command.Runs((parsed, stop) => parsed.GetValue(file) is { } name
            ? Cli.Alone(parsed.GetValue(data), async house => Tell(await house.Retention.Verify(Find(house, name), stop)), stop)
            : Cli.WithHouse(parsed.GetValue(data), async house =>
            {
                var verdict = await house.Audit.Verify(new Progress<long>(rows => Cli.Progress($"Đã đọc {rows:N0} dòng")), stop);
                Cli.EndProgress();
                return Tell(verdict);
            }, async client => Tell((await client.GetFromJsonAsync<AuditVerdict>("api/v1/audit/verify", stop))!), stop));
        return command;
    }

    private static Command Roots()
    {
        var key = new Option<string>("--public") { Description = "Khoá công khai của nhật ký (keys/audit-public.pem)", Required = true };
        var folder = new Option<string>("--folder") { Description = "Thư mục các mốc đã ký", Required = true };
        var command = new Command("roots", "Kiểm tra các mốc đã ký chỉ bằng khoá công khai, không cần bí mật nào") { key, folder };
        command.Runs(async (parsed, stop) =>
        {
            var (roots, faults) = AuditRoots.Check(parsed.GetValue(folder)!, await File.ReadAllTextAsync(parsed.GetValue(key)!, stop));
            Console.WriteLine($"{roots}\t{(faults.Count == 0 ? "ok" : "bad")}");
            foreach (var fault in faults) Console.Error.WriteLine(fault);
            return faults.Count == 0 && roots > 0 ? 0 : 3;
        });
        return command;
    }

    private static Command Export()
    {
        var (data, after) = (Cli.Data(), new Option<long>("--after") { Description = "Từ sau dòng số" });
        var format = new Option<string>("--format") { Description = "jsonl, cef hoặc csv", DefaultValueFactory = _ => "jsonl" };
        var command = new Command("export", "Xuất nhật ký cho trung tâm giám sát (SOC)") { after, format, data };
        command.Runs((parsed, stop) => Cli.WithHouse(parsed.GetValue(data), async house =>
        {
            if (!AuditFiles.Types.ContainsKey(parsed.GetValue(format)!))
                throw new RefusedException($"format phải là {string.Join(", ", AuditFiles.Types.Keys)}.");
            await house.Audit.Write(new(Viewer.House.Account, "audit-export", "audit", $"sau {parsed.GetValue(after)}",
                Detail: parsed.GetValue(format)), stop);
            await using var target = Cli.Target();
            await AuditFiles.Write(SecurityEndpoints.After(house.Operations, parsed.GetValue(after), stop), parsed.GetValue(format)!,
                target, stop);
            return 0;
        }, async client =>
            await Cli.Deliver(await client.GetAsync($"api/v1/audit/export?after={parsed.GetValue(after)}&format={parsed.GetValue(format)}",
            HttpCompletionOption.ResponseHeadersRead, stop), null, stop), stop));
        return command;
    }

    private static Command Anomalies()
    {
        var data = Cli.Data();
        var from = new Option<DateOnly>("--from") { Description = "Từ ngày (yyyy-MM-dd)", Required = true };
        var to = new Option<DateOnly>("--to") { Description = "Đến ngày (yyyy-MM-dd)", Required = true };
        var command = new Command("anomalies", "Hỏi các quy tắc bất thường về một khoảng ngày, không lưu kết quả") { from, to, data };
        command.Runs((parsed, stop) => Cli.Alone(parsed.GetValue(data), async house =>
        {
            Console.WriteLine("day\trule\taccount\tfirst\tlast");
            foreach (var s in await house.Anomalies.Ask(parsed.GetValue(from), parsed.GetValue(to), stop))
                Console.WriteLine($"{s.Day}\t{s.Rule.Id}\t{s.Account}\t{s.FirstSeq}\t{s.LastSeq}");
            return 0;
        }, stop));
        return command;
    }

    private static Command Close()
    {
        var data = Cli.Data();
        var until = new Option<DateOnly>("--until") { Description = "Ngày cuối được khoá (yyyy-MM-dd)", Required = true };
        var command = new Command("close", "Khoá sổ: chuyển các dòng cũ vào tệp niêm phong có mốc đã ký") { until, data };
        command.Runs((parsed, stop) =>
            Cli.WithHouse(parsed.GetValue(data), async house =>
            Tell(await house.Retention.Close(parsed.GetValue(until), Viewer.House.Account, stop)), async client =>
        {
            using var answer = await client.PostAsync($"api/v1/audit/close?until={parsed.GetValue(until):yyyy-MM-dd}", null, stop);
            await Cli.Must(answer, stop);
            return Tell(await answer.Content.ReadAsStringAsync(stop) is { Length: > 4 } text
                ? JsonSerializer.Deserialize<AuditClosing>(text, JsonSerializerOptions.Web) : null);
        }, stop));
        return command;
    }

    private static Command Open()
    {
        var (data, file) = (Cli.Data(), new Argument<string>("FILE") { Description = "Tên tệp trong DATA/audit/closed" });
        var command = new Command("open", "Mở một sổ đã khoá: mỗi dòng một JSON trên đầu ra chuẩn") { file, data };
        command.Runs((parsed, stop) => Cli.Alone(parsed.GetValue(data), async house =>
        {
            await using var target = Cli.Target();
            await AuditFiles.Write((await house.Retention.Open(Find(house, parsed.GetValue(file)!), Viewer.House.Account, stop))
                .ToAsyncEnumerable(), "jsonl", target, stop);
            return 0;
        }, stop));
        return command;
    }

    private static AuditClosing Find(House house, string file) =>
        house.Retention.Closed.FirstOrDefault(c => c.File == Path.GetFileName(file)) ?? throw new InvalidOperationException(
            $"Không có sổ '{file}'. Có: {string.Join(", ", house.Retention.Closed.Select(c => c.File))}.");

    private static int Tell(AuditClosing? closing)
    {
        Console.WriteLine(closing is null ? "0" : $"{closing.Count}\t{closing.FirstSeq}\t{closing.LastSeq}\t{closing.File}");
        return 0;
    }

    private static int Tell(AuditVerdict verdict)
    {
        Console.WriteLine($"{verdict.Rows}\t{verdict.Roots}\t{(verdict.Ok ? "ok" : verdict.FirstBad)}");
        Console.Error.WriteLine(verdict.Ok ? $"{verdict.Rows} dòng nguyên vẹn, {verdict.Roots} mốc đã " +
            $"ký{(verdict.ClockSetBack > 0 ? $", đồng hồ lùi {verdict.ClockSetBack} lần" : "")}."
                : $"Dòng {verdict.FirstBad}: {verdict.Fault}.");
        return verdict.Ok ? 0 : 3;
    }
}
