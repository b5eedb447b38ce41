using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Operate.Examples;

/// <summary>Writes an example as a sender would: each table an inner document in base64, together in one envelope.</summary>
public sealed partial class ExampleEnvelope(Contract contract, DateOnly made)
{
    /// <summary>The envelope of a record.</summary>
    public string Write(ExampleRecord record)
    {
        var names = contract.Packing;
        return new XElement(names.Root,
            new XElement("THONGTINDONVI", new XElement(names.Facility, Facility(record))),
            new XElement("THONGTINHOSO",
                new XElement(names.Made, made.ToString("yyyyMMdd", CultureInfo.InvariantCulture)), new XElement(names.Count, 1),
                new XElement(names.List, new XElement(names.Record, Files(record))))).ToString();
    }

    /// <summary>
    /// An envelope written out by hand, its places filled: {files} with the tables of the record as they are usually sent, {table} with one
    /// document, {base64 table} with it encoded, {MiB 3} with that much text, {repeat 3 text} with the text three times, {n} with the
    /// number.
    /// </summary>
    public string Fill(string text, ExampleRecord record) => Place().Replace(record.Numbered(text), place => place.Value switch
    {
        "{files}" => string.Concat(Files(record)),
        ['{', 'M', 'i', 'B', ..] => new string('A', int.Parse(place.Groups["size"].Value, CultureInfo.InvariantCulture) << 20),
        ['{', 'r', ..] =>
            string.Concat(Enumerable.Repeat(place.Groups["text"].Value,
            int.Parse(place.Groups["times"].Value, CultureInfo.InvariantCulture))),
        ['{', 'b', ..] => Base64(Document(place.Groups["table"].Value, record)),
        _ => Document(place.Groups["table"].Value, record).ToString(SaveOptions.DisableFormatting),
    });

    /// <summary>Episode the record is about.</summary>
    public string? Episode(ExampleRecord record) => record.Value(Head(record), Element(Head(record), contract.Subject.Key[0]));

    /// <summary>Facility the record is of.</summary>
    public string? Facility(ExampleRecord record) => record.Value(Head(record), Element(Head(record), contract.Subject.Facility!));

    private IEnumerable<XElement> Files(ExampleRecord record) =>
        record.Tables.Keys.Select(t =>
            new XElement(contract.Packing.File, new XElement(contract.Packing.Kind, t),
            new XElement(contract.Packing.Content, Base64(Document(t, record)))));

    private string Head(ExampleRecord record) => record.Tables.ContainsKey(contract.Main)
        ? contract.Main : (contract.Standalone ?? []).FirstOrDefault(record.Tables.ContainsKey, contract.Main);

    private string Element(string table, string column) => contract[table].Fields.First(f => f.To == column).From;

    private XElement Document(string table, ExampleRecord record)
    {
        var path = contract.Tables.TryGetValue(table, out var declared) ? declared.Path.Split('/') : [table];
        XElement[] rows = [.. record.Tables[table].Select((row, i) => new XElement(path[^1], Cells(declared, row, i + 1, record)))];
        var around = path.Length == 1 && rows.Length > 1 ? [$"{path[0]}S"] : path[..^1];
        return around.Reverse().Aggregate(rows, (inside, name) => [new(name, inside)])[0];
    }

    /// <summary>
    /// Values in the order of the act; elements the act does not know come last. The episode and the number of the line are filled in.
    /// </summary>
    private IEnumerable<XElement> Cells(Table? table, Dictionary<string, string> row, int number, ExampleRecord record)
    {
        IReadOnlyList<Field> fields = table?.AllFields ?? [];
        foreach (var field in fields)
        {
            if (row.TryGetValue(field.From, out var value)) yield return new(field.From, value);
            else if (field.To == contract.Subject.Key[0] && Episode(record) is { } episode) yield return new(field.From, episode);
            else if (field.To == "line_no") yield return new(field.From, number);
        }
        foreach (var (element, value) in row.Where(r => fields.All(f => f.From != r.Key))) yield return new(element, value);
    }

    private static string Base64(XElement document) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)));

    [GeneratedRegex(@"\{(?:files|(?:base64 )?(?<table>XML\d+)|MiB (?<size>\d+)|repeat (?<times>\d+) (?<text>[^{}]+))\}")]
    private static partial Regex Place();
}
