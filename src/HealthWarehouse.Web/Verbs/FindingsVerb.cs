using System.CommandLine;
using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Deliveries;
using HealthWarehouse.Web.Rooms.Findings;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte findings: what is wrong, as CSV; of one delivery, or of all records that count today.</summary>
internal static class FindingsVerb
{
    public static Command Command()
    {
        var delivery = new Option<string?>("--delivery") { Description = "Mã theo dõi của một lần gửi" };
        var facility = new Option<string?>("--facility") { Description = "Mã cơ sở" };
        var rule = new Option<string?>("--rule") { Description = "Mã quy tắc" };
        var format = new Option<string>("--format") { Description = "csv hoặc json", DefaultValueFactory = _ => "csv" };
        var data = Cli.Data();
        var command = new Command("findings", "Các phát hiện về chất lượng dữ liệu") { delivery, facility, rule, format, data };
        command.Runs((parsed, stop) =>
        {
            var (id, at, broken, kind) =
                (parsed.GetValue(delivery), parsed.GetValue(facility), parsed.GetValue(rule), parsed.GetValue(format)!);
            return Cli.WithHouse(parsed.GetValue(data), async house =>
            {
                IReadOnlyList<FindingLine> lines;
                if (id is null)
                    lines = await new QualityOffice(house.Warehouse)
                        .Failing<FindingLine>(FindingEndpoints.Scope(at, null, null, house.Clock), broken, null, 1_000_000, 0,
                        Viewer.House, stop);
                else
                {
                    var found = await house.Ledger.Find(id, stop) ?? throw new InvalidOperationException($"Không có lần gửi '{id}'.");
                    lines = await new QualityOffice(house.Warehouse)
                        .OfDelivery<FindingLine>(found.Seq, 1_000_000, Viewer.House, stop);
                }
                await using var target = Cli.Target();
                if (kind == "json")
                    await System.Text.Json.JsonSerializer.SerializeAsync(target, lines, System.Text.Json.JsonSerializerOptions.Web, stop);
                else await Csv.Write(lines, target);
                return 0;
            }, async client => await Cli.Deliver(await client.GetAsync(id is null
                ? $"api/v1/findings?format={kind}&limit=1000" +
                    $"&facility={Uri.EscapeDataString(at ?? "")}&rule={Uri.EscapeDataString(broken ?? "")}"
                : $"api/v1/deliveries/{Uri.EscapeDataString(id)}/findings?format={kind}", stop), null, stop), stop);
        });
        return command;
    }
}
