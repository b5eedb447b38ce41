using System.CommandLine;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Rooms.Operate;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte rebuild [--verify]: the warehouse again from the raw archive; verifying compares digests and changes nothing.</summary>
internal static class RebuildVerb
{
    public static Command Command()
    {
        var verify = new Option<bool>("--verify") { Description = "Chỉ so với kho đang dùng, không thay" };
        var data = Cli.Data();
        var command = new Command("rebuild", "Dựng lại kho từ dữ liệu gốc") { verify, data };
        command.Runs((parsed, stop) => parsed.GetValue(verify)
            ? Cli.WithHouse(parsed.GetValue(data), async house => Print(await new Rebuild(house).Verify(Progress(), stop)),
                async client =>
                {
                    using var answer = await client.PostAsync("api/v1/operate/rebuild-verify", null, stop);
                    await Cli.Must(answer, stop);
                    return Print((await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<Compared[]>(answer.Content,
                        stop))!);
                }, stop)
            : Cli.WithHouse(parsed.GetValue(data), async house => Kept(await new Rebuild(house).Replace(Progress(), stop)), async client =>
            {
                using var answer = await client.PostAsync("api/v1/operate/rebuild", null, stop);
                await Cli.Must(answer, stop);
                return Kept((await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<RebuildAnswer>(answer.Content,
                    stop))!.Kept);
            }, stop));
        return command;
    }

    /// <summary>Where the warehouse of before is kept; nothing of it is on PostgreSQL.</summary>
    private static int Kept(string? place)
    {
        Cli.EndProgress();
        Console.WriteLine($"kept\t{place}");
        return 0;
    }

    private static int Print(IReadOnlyList<Compared> tables)
    {
        Cli.EndProgress();
        Console.WriteLine("table\trows\trebuilt_rows\tsame");
        foreach (var t in tables) Console.WriteLine($"{t.Table}\t{t.Rows}\t{t.RebuiltRows}\t{(t.Same ? "same" : "DIFFERENT")}");
        if (tables.Max(t => t.Apart) is > 0 and var apart)
            Console.Error.WriteLine($"{apart} lần gửi được chuẩn hoá theo khai báo hoặc danh mục khác hiện nay nên không đem so; chuẩn " +
                "hoá lại (hoặc khoyte rebuild) thì chúng theo danh mục hiện hành.");
        return tables.All(t => t.Same) ? 0 : 3;
    }

    private static Progress<(int Done, int All)> Progress() => new(p => Cli.Progress($"Đã nạp lại {p.Done:N0}/{p.All:N0} lần gửi"));
}
