using System.CommandLine;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Examples;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte check: reads every declaration and runs every example of every check and measure, on files that are gone afterwards.</summary>
internal static class CheckVerb
{
    public static Command Command()
    {
        var command = new Command("check", "Kiểm tra mọi khai báo và ví dụ trong catalogue/");
        command.Runs(async (_, stop) =>
        {
            var outcomes = await CheckExamplesRun.InTemporaryHouse(HouseSettings.FromEnvironment(), stop);
            foreach (var wrong in outcomes.Where(o => !o.Ok)) Console.WriteLine($"{wrong.Check?.Id ?? "clean"}\t{wrong.Example}\t{wrong.Problem}");
            var measures = await MeasureExamplesRun.InTemporaryHouse(HouseSettings.FromEnvironment(), stop);
            foreach (var wrong in measures.Where(m => !m.Ok)) Console.WriteLine($"{wrong.Measure}\tcho {wrong.Found}, phải là {wrong.Expected}");
            Console.Error.WriteLine($"{measures.Select(m => m.Measure).Distinct().Count()} chỉ số, chỉ tiêu, {measures.Count} ví dụ, {measures.Count(m => !m.Ok)} sai.");
            Console.Error.WriteLine($"{outcomes.Select(o => o.Check?.Id).OfType<string>().Distinct().Count()} quy tắc, {outcomes.Count} ví dụ, {outcomes.Count(o => !o.Ok)} sai.");
            return outcomes.All(o => o.Ok) && measures.All(m => m.Ok) ? 0 : 3;
        });
        return command;
    }
}
