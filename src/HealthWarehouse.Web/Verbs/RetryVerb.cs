using System.CommandLine;
using System.Net.Http.Json;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Operate;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte retry ID | --all: deliveries that were set aside are tried again, also beside a running server.</summary>
internal static class RetryVerb
{
    public static Command Command()
    {
        var id = new Argument<string?>("ID") { Description = "Mã theo dõi của lần gửi để riêng", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Mọi lần gửi để riêng" };
        var data = Cli.Data();
        var command = new Command("retry", "Thử nạp lại lần gửi để riêng") { id, all, data };
        command.Runs((parsed, stop) =>
        {
            var one = parsed.GetValue(id);
            if (one is null != parsed.GetValue(all)) throw new RefusedException("Hãy ghi một mã theo dõi, hoặc --all.");
            return Cli.WithHouse(parsed.GetValue(data), async house =>
            {
                await house.Audit.Write(new(Viewer.House.Account, "retry", "delivery", one ?? "*"), stop);
                var tried = await house.Ledger.Retry(one, stop);
                await house.Loader.LoadWaiting(stop);
                return Tell(tried);
            }, async client =>
            {
                using var answer = await client.PostAsync(one is null
                    ? "api/v1/operate/retry" : $"api/v1/deliveries/{Uri.EscapeDataString(one)}/retry", null, stop);
                await Cli.Must(answer, stop);
                return Tell((await answer.Content.ReadFromJsonAsync<RetryAnswer>(stop))!.Deliveries);
            }, stop);
        });
        return command;
    }

    private static int Tell(int tried)
    {
        Console.WriteLine($"retried\t{tried}");
        return 0;
    }
}
