using System.Text.RegularExpressions;
using HealthWarehouse.Web.Rooms.Security;

namespace HealthWarehouse.Web.Tests;

/// <summary>The audit is read by people who know no code words.</summary>
public sealed partial class AuditWordsSpec
{
    [Fact]
    public void Every_action_the_code_writes_has_words()
    {
        var sources = new[] { "*.cs", "*.razor" }.SelectMany(p =>
            Directory.EnumerateFiles(HealthWarehouse.Tests.Repo.File("src"), p, SearchOption.AllDirectories))
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal));
        var written = sources.SelectMany(f => Written().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToArray();
        written.Length.ShouldBeGreaterThan(60);
        written.Where(a => !AuditWords.Actions.ContainsKey(a)).ShouldBeEmpty();
    }

    /// <summary>An action where a row is made: the second word of an entry, or the first of a room's own short way to write one.</summary>
    [GeneratedRegex(@"(?:Audit\((?:viewer|by|officer), |Audit\(|Write\(new\((?:""khoyte""|[\w.!?]+(?:\(\))?(?:\.\w+)?), )""([a-z]+(?:-[a-z]+)*)""")]
    private static partial Regex Written();
}
