using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Senders;

/// <summary>
/// Decides, as each visit happens, which messages will go out about it and when: at once, in the file of the day or of the month, again,
/// cancelled.
/// </summary>
internal sealed class SendingDesk(Habits habits, IReadOnlyList<ErrorKind> kinds, DemoSettings settings, Horizon horizon, Outbox outbox)
{
    /// <summary>Most episodes in one file.</summary>
    private const int FileSize = 300;
    private readonly Dictionary<(string Facility, DateTime At, string Version), List<Visit>> _files = [];

    public void Take(Visit visit)
    {
        var habit = habits[visit.Facility];
        if (habit.Vendor.CheckIns && horizon.Holds(visit.ArrivedOn) && (visit.Inpatient || visit.Key % 3 == 0))
            outbox.Add(new(Spoken(habit, visit.Arrived.AddMinutes(2 + visit.Key % 12), visit.Key), DeliveryKind.CheckIn, visit.Facility,
                [visit]));
        if (!horizon.Holds(visit.Day)) return;
        var fate = FateOf(visit);
        var at = habit.Rhythm is Rhythm.Immediate
            ? Spoken(habit, visit.Left.AddMinutes(10 + visit.Key % 170), visit.Key) : File(visit, habit);
        if (habit.Rhythm is Rhythm.Immediate) outbox.Add(new(at, DeliveryKind.Claims, visit.Facility, [visit]));
        if (habit.Rhythm is Rhythm.Immediate && fate.Duplicated is { } again)
            outbox.Add(new(at + again, DeliveryKind.Claims, visit.Facility, [visit]) { Made = at, Duplicate = true });
        if (fate.Corrected is { } later && fate.Error?.WholeFile is not true)
            outbox.Add(new(at + later, DeliveryKind.Correction, visit.Facility, [visit]) { First = false, Revision = fate.Revision });
        if (fate.Cancelled is { } cancelled) outbox.Add(new(at + cancelled, DeliveryKind.Cancel, visit.Facility, [visit]));
        if (fate.Restored is { } restored) outbox.Add(new(at + restored, DeliveryKind.Restore, visit.Facility, [visit]));
    }

    public Fate FateOf(Visit visit) => Fate.Of(visit, habits[visit.Facility], kinds, settings);

    /// <summary>Parts a file that is too long: what goes out now, and the rest a minute later.</summary>
    public Outgoing Cut(Outgoing file)
    {
        if (file.Kind is not DeliveryKind.Claims) return file;
        if (file.First && file.Visits is List<Visit>)
            _files.Remove((file.Facility.Code, file.At, habits[file.Facility].Version(file.Visits[0].Day)));
        if (file.Visits.Count <= FileSize) return file;
        outbox.Add(file with { At = file.At.AddMinutes(1), Made = file.Made.AddMinutes(1), Visits = file.Visits.Skip(FileSize).ToArray(),
            FilePart = file.FilePart + 1 });
        return file with { Visits = file.Visits.Take(FileSize).ToArray() };
    }

    /// <summary>A file that could not be read is sent again the next day, whole and sound.</summary>
    public void Resend(Outgoing file) => outbox.Add(file with { At = file.At.AddHours(20), Made = file.At.AddHours(20), First = false });

    private DateTime File(Visit visit, Habit habit)
    {
        var offset = TimeSpan.FromMinutes(Dice.KeyOf(visit.Facility.Code) % 240);
        var own = (int)(Dice.KeyOf(visit.Facility.Code) % 28);
        var at = habit.Rhythm switch
        {
            Rhythm.Daily => visit.Left.Date.AddDays(1),
            Rhythm.Weekly => visit.Left.Date.AddDays(1 + (own + 7 - (int)visit.Left.DayOfWeek) % 7),
            _ => new DateTime(visit.Left.Year, visit.Left.Month, 1).AddMonths(1).AddDays(1 + own % 4).AddHours(8),
        } + offset;
        if (habit.Silence is { } silence && silence.Holds(DateOnly.FromDateTime(at)))
            at = silence.To.AddDays(1).ToDateTime(TimeOnly.MinValue) + offset;
        var key = (visit.Facility.Code, at, habit.Version(visit.Day));
        if (!_files.TryGetValue(key, out var file))
        {
            _files[key] = file = [];
            file.Add(visit);
            outbox.Add(new(at, DeliveryKind.Claims, visit.Facility, file));
        }
        else file.Add(visit);
        return at;
    }

    /// <summary>The moment, or, when the sender is silent then, some time after it speaks again.</summary>
    private static DateTime Spoken(Habit habit, DateTime at, ulong key) =>
        habit.Silence is { } silence && silence.Holds(DateOnly.FromDateTime(at))
            ? silence.To.AddDays(1).ToDateTime(TimeOnly.MinValue).AddMinutes(key % 1200) : at;
}
