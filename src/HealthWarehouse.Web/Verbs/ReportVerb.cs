using System.CommandLine;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Rooms.Reports;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte report CODE --period P: a statutory report to CSV, JSON, XLSX, Word or PDF.</summary>
internal static class ReportVerb
{
    public static Command Command()
    {
        var code = new Argument<string>("CODE") { Description = "Mã biểu, ví dụ b14" };
        var period = new Option<string>("--period") { Description = "2026, 2026-03, 2026-Q1, 2026-H1, 2026-9M", Required = true };
        var org = new Option<string?>("--org") { Description = "Mã cơ sở, mã xã hoặc mã tỉnh; bỏ trống là toàn tỉnh" };
        var place = new Option<string>("--place") { Description = "facility (nơi khám) hoặc residence (nơi ở)", DefaultValueFactory = _ =>
            "facility" };
        var geography =
            new Option<string>("--geography") { Description = "as-was, since-2025 hoặc until-2025", DefaultValueFactory = _ => "as-was" };
        var format = new Option<string>("--format") { Description = "csv, json, xlsx, docx hoặc pdf", DefaultValueFactory = _ => "csv" };
        var output = new Option<string?>("--out") { Description = "Tệp ra; bỏ trống là đầu ra chuẩn" };
        var data = Cli.Data();
        var command = new Command("report", "Lập một biểu báo cáo") { code, period, org, place, geography, format, output, data };
        command.Runs((parsed, stop) =>
        {
            var asked = new ReportRequest { Period = parsed.GetValue(period), Org = parsed.GetValue(org), Place = parsed.GetValue(place),
                Geography = parsed.GetValue(geography), Format = parsed.GetValue(format) };
            return Cli.WithHouse(parsed.GetValue(data), async house =>
            {
                var geographies = new Geographies(house.Catalogue);
                var reports = new Reports(house.Catalogue, new Figures(house.Catalogue, house.Warehouse, house.Audit), geographies);
                var report = reports.Find(parsed.GetValue(code)!) ?? throw new InvalidOperationException(
                    $"Không có biểu '{parsed.GetValue(code)}'. Có: {string.Join(", ", reports.All.Select(r => r.Code))}.");
                await house.Loader.LoadWaiting(stop);
                var result = await reports.Compute(report, asked.ToSlice(house.Catalogue), Viewer.House, stop);
                await house.Audit.Write(new(Viewer.House.Account, "export", "file", $"report {report.Code}?{asked.Query()}",
                    Detail: parsed.GetValue(format)), stop);
                await using var target = Cli.Target(parsed.GetValue(output));
                await ReportFiles.Write(result, parsed.GetValue(format)!, Letterhead.Today(house.Catalogue, house.Clock), target);
                return 0;
            }, async client =>
                await Cli.Deliver(await client.GetAsync($"api/v1/reports/{Uri.EscapeDataString(parsed.GetValue(code)!)}?{asked.Query()}",
                stop), parsed.GetValue(output), stop), stop);
        });
        return command;
    }
}
