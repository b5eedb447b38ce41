using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate;
using HealthWarehouse.Records;
using HealthWarehouse.Operate.Keys;

namespace HealthWarehouse.Tests.Keys;

/// <summary>
/// A record in a restricted compartment is under that compartment's own key; who has not the compartment opens neither piece nor message
/// (Luật HIV Điều 30).
/// </summary>
public sealed class CompartmentKeysSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pieces_of_a_restricted_record_are_under_the_compartments_key_and_open_only_to_who_has_it()
    {
        await using var test = await TestHouse.Open();
        await test.Load(Made.Envelope(test, "outpatient", 1));
        await test.Load(Made.Envelope(test, "outpatient", 2, ("XML1", "MA_BENH_CHINH", "B20")));
        await test.Load(Made.Envelope(test, "outpatient", 3, ("XML1", "MA_BENH_CHINH", "F32.1"), ("XML1", "MA_BENH_KT", "B20")));
        var pieces = (await test.House.Warehouse.Query<SealedPiece>("ask/key/contents", new { first = 0L, last = long.MaxValue }, Stop))
            .Where(p => p is { TableName: "XML1", Compartment: "identity" }).OrderBy(p => p.RecordKey).ToArray();
        pieces.Select(p => (p.KeyUse, p.Restricted)).ShouldBe([("Identity", null), ("hiv", "hiv"), ("hiv", "hiv;mental-health")]);

        var house = test.House;
        Open(house, pieces[1], Who("hiv"), ["hiv"]).ShouldContain("full_name");
        Should.Throw<NotAllowedException>(() => Open(house, pieces[1], Who(), ["hiv"]));
        Should.Throw<NotAllowedException>(() => Open(house, pieces[2], Who("hiv"), ["hiv", "mental-health"]));
        Open(house, pieces[2], Who("hiv", "mental-health"), ["hiv", "mental-health"]).ShouldContain("full_name");
        Should.Throw<CryptographicException>(() => Open(house, pieces[1], Who("hiv"), []));        // what opens the others does not open it
        (await house.Operations.QueryText<string>("select object_id from audit where action = 'key-make'", null, Stop))
            .ShouldContain("hiv/1");
    }

    [Fact]
    public async Task The_archived_message_of_such_a_record_is_not_opened_without_the_compartment_and_the_refusal_is_audited()
    {
        await using var test = await TestHouse.Open();
        await test.Load(Made.Envelope(test, "outpatient", 2, ("XML1", "MA_BENH_CHINH", "B20")));
        var key = (await test.Ask<long>("select record_key from core.encounter"))[0];
        var messages = new Access.Desk(test.House).Messages;

        await Should.ThrowAsync<NotAllowedException>(() => messages.Open(key, Who(), "treatment", stop: Stop));
        (await messages.Open(key, Who("hiv"), "treatment", stop: Stop)).ShouldNotBeNull().Tables.ShouldNotBeEmpty();
        (await test.House.Operations.QueryText<string>("select action from audit where object_type like 'message%' order by seq", null,
            Stop)).ShouldBe(["read-refused", "read"]);
    }

    /// <summary>
    /// The key of a compartment guards what is read: without it nobody sees whose the record is, though the message is there.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task Identity_is_read_from_the_vault_under_the_compartments_own_key(Store.Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Made.Envelope(test, "outpatient", 1, ("XML1", "MA_LK", "T1"), ("XML1", "HO_TEN", "Lê Thị Hư Cấu")));
        await test.Load(Made.Envelope(test, "outpatient", 2, ("XML1", "MA_LK", "H1"), ("XML1", "HO_TEN", "Trịnh Thị Hư Cấu"),
            ("XML1", "MA_BENH_CHINH", "B20")));
        var desk = new Access.Desk(test.House);
        var viewer = Access.Desk.Specialist("an", "phien-1", "hiv");
        var (usual, hiv) = (await desk.Place("T1"), await desk.Place("H1"));
        foreach (var place in new[] { usual, hiv }) await desk.Open(viewer, place);
        (await desk.Name(viewer, usual), await desk.Name(viewer, hiv)).ShouldBe(("Lê Thị Hư Cấu", "Trịnh Thị Hư Cấu"));

        test.House.Keys.Rotate("hiv");
        test.House.Keys.Retire("hiv", 1);
        var record = (await desk.Messages.Open(hiv.RecordKey, viewer, "quality", stop: Stop))!;
        Access.Desk.Cell(record, "XML1", "HO_TEN")
            .ShouldSatisfyAllConditions(c =>
            c.Masked.ShouldBeTrue(), c => c.Value.ShouldBe(Concepts.Masking.Of("Trịnh Thị Hư Cấu", false)));
        record.Problems.ShouldContain(p => p.Contains("không mở được", StringComparison.Ordinal));
        (await desk.Name(viewer, usual)).ShouldBe("Lê Thị Hư Cấu");
    }

    private static Viewer Who(params string[] compartments) =>
        Someone.OfFacilities(["99001", "99010"]) with { Compartments = compartments.ToHashSet() };

    private static string Open(House house, SealedPiece piece, Viewer viewer, string[] restricted)
    {
        using var opener = house.Vault.Opener(viewer, Compartment.Identity, restricted);
        Span<byte> place = stackalloc byte[16];
        VaultDoor.Place(place, piece.RecordKey, VaultDoor.TableNumber(piece.TableName), piece.RowNo);
        return Encoding.UTF8.GetString(opener.Open(Convert.FromBase64String(piece.Piece), place));
    }
}
