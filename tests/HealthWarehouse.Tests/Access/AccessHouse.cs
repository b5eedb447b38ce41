using HealthWarehouse.Guard;

namespace HealthWarehouse.Tests.Access;

/// <summary>A house with a clock that is set, and some records: two of one person, one of another, one in the HIV compartment.</summary>
public sealed class AccessHouse : IAsyncLifetime
{
    internal const string ClearName = "Trịnh Thị Hư Cấu";
    internal SetClock Clock { get; } = new(Desk.Morning);
    internal TestHouse Test { get; private set; } = null!;
    internal Desk Desk { get; private set; } = null!;
    internal RecordPlace First { get; private set; } = null!;
    internal RecordPlace SamePerson { get; private set; } = null!;
    internal RecordPlace Other { get; private set; } = null!;
    internal RecordPlace Hiv { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Test = await TestHouse.Open(clock: Clock);
        Desk = new(Test.House);
        await Test.Load(Made.Envelope(Test, "inpatient", 1,
            ("XML1", "GHI_CHU", $"Chị {ClearName} (số 099190000001, điện thoại 0990 000 123) hẹn khám lại")));
        await Test.Load(Made.Envelope(Test, "inpatient", 2, ("XML1", "SO_CCCD", "099190000001")));
        await Test.Load(Made.Envelope(Test, "outpatient", 3));
        await Test.Load(Made.Envelope(Test, "inpatient", 4, ("XML1", "MA_BENH_KT", "B20.1")));
        (First, SamePerson, Other, Hiv) =
            (await Desk.Place("VD00001"), await Desk.Place("VD00002"), await Desk.Place("VD00003"), await Desk.Place("VD00004"));
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
