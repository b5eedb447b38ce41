using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using HealthWarehouse.Analyse;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Measures;
using HealthWarehouse.Web.Rooms.Reports;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte measure NAME… --period P: values of declared measures. A table at a terminal, CSV into a pipe or file, JSON when asked for.
/// </summary>
internal static class MeasureVerb
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static Command Command()
    {
        var names = new Argument<string[]>("NAME") { Description = "Mã chỉ số, ví dụ inpatient_cases", Arity = ArgumentArity.OneOrMore };
        var by = new Option<string?>("--by") { Description = "Các chiều, cách nhau bằng dấu phẩy: facility,month" };
        var where = new Option<string[]>("--where") { Description = "Lọc theo chiều: sex=2 hoặc facility=99001;99002" };
        var period = new Option<string>("--period") { Description = "2026, 2026-03, 2026-Q1, 2026-H1, 2026-9M", Required = true };
        var org = new Option<string?>("--org") { Description = "Mã cơ sở, mã xã hoặc mã tỉnh; bỏ trống là toàn tỉnh" };
        var compare = new Option<string?>("--compare") { Description = "previous (kỳ trước) hoặc last-year (cùng kỳ năm trước)" };
        var format =
            new Option<string?>("--format") { Description = "table, csv hoặc json; bỏ trống: bảng ở màn hình, CSV khi ghi ra tệp" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var plans = new Option<bool>("--plans") { Description = "Kèm câu lệnh đã chạy (chỉ với json)" };
        var data = Cli.Data();
        var command = new Command("measure", "Tính các chỉ số, chỉ tiêu đã khai báo")
            { names, by, where, period, org, compare, format, plans, data };
        command.Runs((parsed, stop) =>
        {
            var measures = string.Join(',', parsed.GetValue(names)!);
            var filters = parsed.GetValue(where) ?? [];
            var asked = new ReportRequest { Period = parsed.GetValue(period), Org = parsed.GetValue(org), Place = "facility",
                Geography = "as-was" };
            var shape = parsed.GetValue(format) ?? (Cli.Piped.Value is not null || Console.IsOutputRedirected ? "csv" : "table");
            return Cli.WithHouse(parsed.GetValue(data), async house =>
            {
                var figures = new Figures(house.Catalogue, house.Warehouse, house.Audit);
                var question =
                    Questions.Of(measures, parsed.GetValue(by), filters, asked.ToSlice(house.Catalogue), parsed.GetValue(compare));
                if ((figures.Fault(question) ?? figures.Book.Strange(question)) is { } fault) throw new InvalidOperationException(fault);
                await house.Loader.LoadWaiting(stop);
                var answer = await figures.Ask(question, Viewer.House, stop);
                if (shape == "json")
                    Cli.Out.WriteLine(JsonSerializer.Serialize(parsed.GetValue(plans) ? answer : answer with { Plans = [] }, Json));
                else
                {
                    using var csv = new MemoryStream();
                    await FigureFiles.Write(answer, "csv", csv, "", house.Catalogue.Disclosure.Mark);
                    csv.Position = 0;
                    await Show(csv, shape, stop);
                }
                return 0;
            }, async client =>
            {
                var query = $"api/v1/query?measure={Uri.EscapeDataString(measures)}&by={Uri.EscapeDataString(parsed.GetValue(by) ?? "")}"
                    + $"&compare={parsed.GetValue(compare)}{string.Concat(filters.Select(f => $"&where={Uri.EscapeDataString(f)}"))}"
                    + $"&{asked.Query()}{(shape == "json" ? parsed.GetValue(plans) ? "&debug=true" : "" : "&format=csv")}";
                var told = await client.GetAsync(query, stop);
                if (shape == "json") return await Cli.Deliver(told, null, stop);
                await Cli.Must(told, stop);
                await Show(await told.Content.ReadAsStreamAsync(stop), shape, stop);
                return 0;
            }, stop);
        });
        return command;
    }

    private static async Task Show(Stream csv, string shape, CancellationToken stop)
    {
        if (shape == "table")
        {
            foreach (var line in await AlignedTable.Of(csv, stop)) Cli.Out.WriteLine(line);
            return;
        }
        await using var target = Cli.Target();
        await csv.CopyToAsync(target, stop);
    }
}
