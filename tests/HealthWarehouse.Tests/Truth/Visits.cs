using System.Text;
using HealthWarehouse.Collect;

namespace HealthWarehouse.Tests.Truth;

/// <summary>Outpatient visits and what is said of them afterwards, in few words.</summary>
internal static class Visits
{
    /// <summary>A made-up visit under a code; its fields (of XML1) can be other than usual.</summary>
    public static byte[] Visit(TestHouse test, string code, string? made = null, params (string Field, string? Value)[] changes)
    {
        var envelope = Encoding.UTF8.GetString(Made.Envelope(test, "outpatient", 1,
            [("XML1", "MA_LK", code), .. changes.Select(c => ("XML1", c.Field, c.Value))]));
        return Encoding.UTF8.GetBytes(made is null
            ? envelope : System.Text.RegularExpressions.Regex.Replace(envelope, "<NGAYLAP>[^<]*</NGAYLAP>", $"<NGAYLAP>{made}</NGAYLAP>"));
    }

    public static Task<Receipt> Cancel(this TestHouse test, string episode, string facility = "99010") =>
        test.Act(EpisodeActionKind.Cancel, episode, facility);

    public static Task<Receipt> Restore(this TestHouse test, string episode, string facility = "99010") =>
        test.Act(EpisodeActionKind.Restore, episode, facility);

    /// <summary>A delivery is to be standardised again; not loaded yet.</summary>
    public static async Task Again(this TestHouse test, Receipt receipt) =>
        await test.House.Ledger.Replay((await test.House.Ledger.Find(receipt.TrackingId))!, "thử");

    private static async Task<Receipt> Act(this TestHouse test, EpisodeActionKind kind, string episode, string facility)
    {
        using var content = new MemoryStream(new EpisodeAction(kind, facility, episode, "thử", Guid.NewGuid().ToString()).ToBytes());
        return await test.House.Intake.Take(content, new(Sender.Local, "test", EpisodeAction.Contract));
    }
}
