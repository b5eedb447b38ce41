using System.Text;
using System.Xml.Linq;

namespace HealthWarehouse.Tests;

public class NoClearIdentitySpec
{
    private static readonly string[] IdentityElements = ["HO_TEN", "SO_CCCD", "MA_THE_BHYT", "DIEN_THOAI", "MA_BN", "DIA_CHI"];

    [Fact]
    public async Task No_name_id_card_or_phone_stands_in_clear_in_any_file_or_text_column()
    {
        await using var test = await TestHouse.Open();
        var stop = TestContext.Current.CancellationToken;
        var secrets = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order())
        {
            var withPhone = WithPhones(await File.ReadAllTextAsync(file, stop), secrets);
            await test.Send(withPhone);
        }
        await test.House.Loader.LoadWaiting(stop);
        (await test.Ask<long>("select count(*) from vault.sealed where compartment = 'identity'"))[0].ShouldBe(68);
        secrets.Count.ShouldBeGreaterThan(80);

        await SearchTextColumns(test, secrets);
        await test.House.Warehouse.ExecuteText("checkpoint", stop: stop);
        SearchFiles(test.Data, secrets);
    }

    /// <summary>Gives every patient a phone number, and notes everything that must not be found again.</summary>
    private static string WithPhones(string xml, HashSet<string> secrets)
    {
        var envelope = XDocument.Parse(xml, LoadOptions.PreserveWhitespace);
        foreach (var file in envelope.Descendants("FILEHOSO").Where(f => f.Element("LOAIHOSO")!.Value == "XML1"))
        {
            var inner = XDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(file.Element("NOIDUNGFILE")!.Value)));
            inner.Root!.Element("DIEN_THOAI")!.Value =
                $"09{Math.Abs(inner.Root.Element("MA_BN")!.Value.GetHashCode(StringComparison.Ordinal)) % 100_000_000:00000000}";
            inner.Root.Element("DIA_CHI")!.Value = $"Số nhà {inner.Root.Element("MA_BN")!.Value[2..]} đường Hư Cấu";
            foreach (var element in IdentityElements)
                if (inner.Root.Element(element)?.Value is { Length: > 4 } value) secrets.Add(value);
            file.Element("NOIDUNGFILE")!.Value =
                Convert.ToBase64String(Encoding.UTF8.GetBytes(inner.ToString(SaveOptions.DisableFormatting)));
        }
        return envelope.ToString(SaveOptions.DisableFormatting);
    }

    private static async Task SearchTextColumns(TestHouse test, HashSet<string> secrets)
    {
        var columns = await test.Ask<string>("select table_schema || '.' || table_name || '|\"' || column_name || '\"' " +
            "from information_schema.columns where data_type in ('VARCHAR', 'BLOB')");
        columns.Count.ShouldBeGreaterThan(200);
        var sought = string.Join('\u0001', secrets);
        foreach (var column in columns.Select(c => c.Split('|')))
            (await test.Ask<long>($"select count(*) from {column[0]} t join (select unnest(string_split($sought, chr(1))) as secret) s " +
                $"on contains(cast(t.{column[1]} as varchar), s.secret)", new { sought }))[0]
                .ShouldBe(0, $"{column[0]}.{column[1]}");
    }

    /// <summary>As UTF-8, UTF-16, base64 of the value and in upper case: what a careless log or temporary file would hold.</summary>
    private static void SearchFiles(string folder, HashSet<string> secrets)
    {
        var patterns = secrets.SelectMany(s =>
            new[] { Encoding.UTF8.GetBytes(s), Encoding.Unicode.GetBytes(s),
            Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(s))[..^4]) }).ToArray();
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock").ToArray();
        files.Length.ShouldBeGreaterThan(40);
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var pattern in patterns)
                bytes.AsSpan().IndexOf(pattern).ShouldBe(-1, $"{Path.GetFileName(file)} holds an identity in clear");
        }
    }
}
