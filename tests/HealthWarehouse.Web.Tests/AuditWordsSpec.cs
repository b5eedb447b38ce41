using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Rooms.Account;
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

    [Fact]
    public void Every_kind_of_object_the_code_writes_of_has_words()
    {
        var catalogue = CatalogueFiles.Load(HealthWarehouse.Tests.Repo.File("catalogue"));
        var kinds = new[] { "*.cs", "*.razor" }.SelectMany(p =>
            Directory.EnumerateFiles(HealthWarehouse.Tests.Repo.File("src"), p, SearchOption.AllDirectories))
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(f => ObjectOf().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToArray();
        kinds.Length.ShouldBeGreaterThan(15);
        kinds.Where(k => AuditWords.Object(k, catalogue) == k).ShouldBeEmpty();
    }

    [Fact]
    public void Every_right_and_class_of_data_has_words_of_its_own()
    {
        var words = Enum.GetValues<Right>().Select(GrantWords.Of).Concat(Enum.GetValues<DataClass>().Select(GrantWords.Data)).ToArray();
        words.ShouldBeUnique();
        words.ShouldAllBe(w => w.Any(c => c > 127));
    }

    /// <summary>The kind of object beside the action where a row is made.</summary>
    [GeneratedRegex("""Write\(new\([^;{}"]*?, "[a-z]+(?:-[a-z]+)*", "([a-z]+(?:-[a-z]+)*)",""")]
    private static partial Regex ObjectOf();

    /// <summary>An action where a row is made: the second word of an entry, or the first of a room's own short way to write one.</summary>
    [GeneratedRegex(@"(?:Audit\((?:viewer|by|officer), |Audit\(|Write\(new\((?:""khoyte""|[\w.!?]+(?:\(\))?(?:\.\w+)?), )" +
        @"""([a-z]+(?:-[a-z]+)*)""")]
    private static partial Regex Written();
}
