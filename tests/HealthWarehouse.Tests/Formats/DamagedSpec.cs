using CsCheck;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Tests.Collect;
using static HealthWarehouse.Tests.Formats.Feeds;

namespace HealthWarehouse.Tests.Formats;

/// <summary>However a file was cut or changed on its way, it is read, or refused in words: nothing else ever comes of it.</summary>
public class DamagedSpec
{
    private static readonly Field[] Named =
        [new("A", "licence_no", FieldType.Text, ""), new("B", "issued_on", FieldType.Day, ""),
            new("C", "fee_price", FieldType.Number, "", Scale: 2)];

    private static readonly Table[] Tables =
        [new("list_main", "", "", "", Named), new("list_line", "", "", "", [new("N", "n", FieldType.Integer, "")], "D")];

    private static readonly string Rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"K{i};31/12/2025;1.00{i % 10},5\n"));

    private static readonly (Contract Contract, byte[] Content)[] Sound =
    [
        (Of(ContractFormat.Sheet, "", Tables), Utf8($"A;B;C\n{Rows}")),
        (Of(ContractFormat.Sheet, "", Tables), Packed.Gzip(Utf8($"A;B;C\n{Rows}"))),
        (Of(ContractFormat.Sheet, "", Tables), Packed.Zip(("a.csv", Utf8($"A;B;C\n{Rows}")))),
        (Of(ContractFormat.Sheet, "", Tables), Sheets.Books.Of(string.Concat(Enumerable.Range(1, 40).Select(i =>
            $"<row r=\"{i}\">{Sheets.Books.Text($"A{i}", i == 1 ? "A" : $"K{i}")}<c r=\"B{i}\" s=\"1\"><v>{45000 + i}</v></c></row>")))),
        (Of(ContractFormat.Json, "/x", Tables), Utf8("{\"x\":[" + string.Join(",", Enumerable.Range(0, 40).Select(i =>
            $"{{\"A\":\"K{i}\",\"B\":\"2025-12-31\",\"C\":{i}.5,\"D\":[{{\"N\":{i}}}]}}")) + "]}")),
        (Of(ContractFormat.Xml, "R/X", Tables), Utf8("<R>" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"<X A=\"K{i}\"><B>2025-12-31</B><C>&#49;</C><D><N>{i}</N></D></X>")) + "</R>")),
    ];

    [Fact]
    public void A_changed_or_cut_file_is_read_or_refused_in_words() =>
        Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Int[0, 10_000].Array[0, 6], Gen.Byte.Array[6], Gen.Int[0, 10_000])
            .Sample((which, places, bytes, cut) =>
        {
            var (contract, content) = (Sound[which].Contract, (byte[])Sound[which].Content.Clone());
            for (var i = 0; i < places.Length; i++) content[places[i] % content.Length] = bytes[i];
            if (cut % 3 == 0) content = content[..(cut % content.Length)];

            var said = Said(contract, content, groupBytes: 300);

            // a CSV that is cut is a shorter CSV; all others say where they end
            if (which > 0 && places.Length == 0) said.ShouldMatch("K39|broken: ");
        }, iter: 2_000);

    [Fact]
    public void Sound_files_are_read_to_their_end()
    {
        foreach (var (contract, content) in Sound) Said(contract, content).ShouldContain("K39");
    }

    [Fact]
    public void A_survey_counts_what_reading_gives()
    {
        foreach (var (contract, content) in Sound)
            contract.Reader()
                .Survey(new MemoryStream(content)).Records.ShouldBe(contract.Reader().ReadRecords(new MemoryStream(content)).Count());
    }
}
