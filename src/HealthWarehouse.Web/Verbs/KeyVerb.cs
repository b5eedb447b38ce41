using System.CommandLine;
using System.Net.Http.Json;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Keys;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte key list | rotate | master | retire: the life of the keys, also beside a running server. The keys themselves are never told.
/// </summary>
internal static class KeyVerb
{
    public static Command Command() => new("key", "Khoá") { List(), Rotate(), Master(), Retire() };

    private static Command List()
    {
        var data = Cli.Data();
        var list = new Command("list", "Các khoá, số, ngày tạo và bao nhiêu mục còn đứng dưới từng khoá") { data };
        list.Runs((parsed, stop) =>
            Cli.WithHouse(parsed.GetValue(data), async house => Tell(await house.KeyOffice.List(stop)), async client =>
            Tell((await client.GetFromJsonAsync<KeyLine[]>("api/v1/operate/keys", stop))!), stop));
        return list;
    }

    private static Command Rotate()
    {
        var (use, data) = (Use(), Cli.Data());
        var rotate = new Command("rotate",
            "Tạo khoá mới: nội dung mới dùng ngay, nội dung cũ được chuyển sang trong lúc hệ thống vẫn chạy") { use, data };
        rotate.Runs((parsed, stop) => Cli.WithHouse(parsed.GetValue(data), async house =>
        {
            var number = await house.KeyOffice.Rotate(parsed.GetValue(use)!, Viewer.House, stop);
            await house.KeyOffice.Work(stop);
            return Made(parsed.GetValue(use)!, number);
        }, async client =>
        {
            using var answer =
                await client.PostAsync($"api/v1/operate/keys/{Uri.EscapeDataString(parsed.GetValue(use)!)}/rotate", null, stop);
            await Cli.Must(answer, stop);
            return Made(parsed.GetValue(use)!, (await answer.Content.ReadFromJsonAsync<Numbered>(stop))!.Number);
        }, stop));
        return rotate;
    }

    private static Command Master()
    {
        var data = Cli.Data();
        var master = new Command("master", "Đổi khoá chính: bọc lại vòng khoá, không động tới dữ liệu") { data };
        master.Runs((parsed, stop) => Cli.WithHouse(parsed.GetValue(data), async house =>
        {
            await house.KeyOffice.ChangeMaster(Viewer.House, stop);
            return 0;
        }, async client =>
        {
            using var answer = await client.PostAsync("api/v1/operate/keys/master", null, stop);
            await Cli.Must(answer, stop);
            return 0;
        }, stop));
        return master;
    }

    private static Command Retire()
    {
        var (use, number, data) = (Use(), new Argument<int>("NUMBER") { Description = "Số của khoá cũ" }, Cli.Data());
        var retire = new Command("retire", "Thôi một khoá cũ không còn gì cần tới") { use, number, data };
        retire.Runs((parsed, stop) => Cli.WithHouse(parsed.GetValue(data), async house =>
        {
            await house.KeyOffice.Retire(parsed.GetValue(use)!, parsed.GetValue(number), Viewer.House, stop);
            return 0;
        }, async client =>
        {
            using var answer = await client.PostAsync(
                $"api/v1/operate/keys/{Uri.EscapeDataString(parsed.GetValue(use)!)}/{parsed.GetValue(number)}/retire", null, stop);
            await Cli.Must(answer, stop);
            return 0;
        }, stop));
        return retire;
    }

    private static Argument<string> Use() =>
        new("USE") { Description = "Archive, Identity, Clinical, Leaves, Audit, Sessions hoặc mã một ngăn hạn chế" };

    private static int Tell(IReadOnlyList<KeyLine> lines)
    {
        foreach (var line in lines)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Card.Use}\t{line.Card.Number}\t{line.Card.MadeAt:s}\t" +
                $"{(line.Card.RetiredAt is not null ? "retired" : line.IsNewest ? "newest" : "old")}\t{line.Needed}"));
        return 0;
    }

    private static int Made(string use, int number)
    {
        Console.WriteLine($"{use}\t{number}");
        return 0;
    }

    private sealed record Numbered(int Number);
}
