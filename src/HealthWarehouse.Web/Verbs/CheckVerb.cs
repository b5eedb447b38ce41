using System.CommandLine;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Examples;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte check: reads every declaration and runs every example of every check and measure, on files that are gone afterwards.
/// </summary>
internal static class CheckVerb
{
    public static Command Command()
    {
        var rules = new Option<string[]>("--rule") { Description = "Chỉ thử ví dụ của các quy tắc này",
            AllowMultipleArgumentsPerToken = true };
        var command = new Command("check", "Kiểm tra mọi khai báo và ví dụ trong catalogue/") { rules };
        command.Runs(async (parsed, stop) =>
        {
            var only = parsed.GetValue(rules) is { Length: > 0 } some ? some.ToHashSet() : null;
            var outcomes = await CheckExamplesRun.InTemporaryHouse(HouseSettings.FromEnvironment(), only, stop: stop);
            foreach (var wrong in outcomes.Where(o => !o.Ok))
                Console.WriteLine($"{wrong.Check?.Id ?? "clean"}\t{wrong.Example}\t{wrong.Problem}");
            var measures = only is null ? await MeasureExamplesRun.InTemporaryHouse(HouseSettings.FromEnvironment(), stop) : [];
            foreach (var wrong in measures.Where(m => !m.Ok))
                Console.WriteLine($"{wrong.Measure}\tcho {wrong.Found}, phải là {wrong.Expected}");
            Console.Error.WriteLine($"{measures.Select(m => m.Measure).Distinct().Count()} chỉ số, chỉ tiêu, {measures.Count} ví dụ, " +
                $"{measures.Count(m => !m.Ok)} sai.");
            Console.Error.WriteLine($"{outcomes.Select(o => o.Check?.Id).OfType<string>().Distinct().Count()} quy tắc, {outcomes.Count} " +
                $"ví dụ, {outcomes.Count(o => !o.Ok)} sai.");
            return outcomes.All(o => o.Ok) && measures.All(m => m.Ok) ? 0 : 3;
        });
        return command;
    }
}
