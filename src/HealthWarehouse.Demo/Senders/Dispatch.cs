using HealthWarehouse.Collect;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Encounters;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Messages;
using HealthWarehouse.Demo.Truth;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Senders;

/// <summary>Writes a message when its time has come and tells what only the generator knows of it.</summary>
internal sealed class Dispatch(Dice root, Desk desk, Habits habits, SendingDesk sending, Layouts layouts, EnvelopeWriter writer)
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    public DemoDelivery Send(Outgoing waiting)
    {
        var outgoing = sending.Cut(waiting);
        return outgoing.Kind is DeliveryKind.Cancel or DeliveryKind.Restore ? Action(outgoing) : Claims(outgoing);
    }

    private DemoDelivery Claims(Outgoing outgoing)
    {
        var habit = habits[outgoing.Facility];
        var version = outgoing.Kind is DeliveryKind.CheckIn
            ? habit.Version(outgoing.Visits[0].ArrivedOn) : habit.Version(outgoing.Visits[0].Day);
        var file = new FileDraft(outgoing.Facility.Code, version, outgoing.Made, outgoing.Visits.Count);
        var errors = new List<PlantedError>();
        var truth = new List<TruthEncounter>(outgoing.Visits.Count);
        // no other error can be seen in such a file
        var spoilt = outgoing.Visits.Any(v => sending.FateOf(v).Error is { WholeFile: true });
        foreach (var visit in outgoing.Visits)
        {
            var encounter = outgoing.Kind is DeliveryKind.CheckIn ? desk.CheckIn(visit) : desk.Write(visit, outgoing.Revision);
            var record = new Draft(encounter, layouts[version]);
            file.Records.Add(record);
            if (outgoing.Kind is not DeliveryKind.Claims || !outgoing.First) continue;
            var fate = sending.FateOf(visit);
            var planted = fate.Error is { } kind && (kind.WholeFile || !spoilt) ? PlantIn(record, file, kind, fate) : null;
            if (planted is not null) errors.Add(planted);
            if (!outgoing.Duplicate) truth.Add(TruthOf(visit, encounter, fate, planted, version));
        }
        if (errors.Any(e => e.Record is null && e.Refused) && !outgoing.Duplicate) sending.Resend(outgoing);
        var single = outgoing.Visits.Count == 1 && habit.Rhythm is Rhythm.Immediate || outgoing.Kind is not DeliveryKind.Claims;
        var wrapping = single ? Wrapping.None : habit.Wrapping;
        var name = Name(outgoing, single);
        var content = Wrapper.Wrap(writer.Write(file, habit.Vendor.Style), wrapping, $"{name}.xml", outgoing.Made);
        return new(habit.Sender, name + Wrapper.Extension(wrapping), content, Utc(outgoing.At), Key(outgoing, name),
            single ? version : null, outgoing.Kind)
        {
            Duplicate = outgoing.Duplicate, Truth = truth, Errors = outgoing.Duplicate ? [] : errors,
        };
    }

    private PlantedError? PlantIn(Draft record, FileDraft file, ErrorKind kind, Fate fate)
    {
        if ((kind.WholeFile || kind.AboutFile) && (file.Truncated || file.WrongRoot is not null || file.WrongCount is not null))
            return null;
        var visit = record.Encounter.Visit;
        var dice = root.For(Part.Error, Dice.KeyOf(visit.Episode));
        if (kind.Plant(record, file, ref dice) is not { } spot) return null;
        var whole = kind.WholeFile || kind.AboutFile;
        return new(kind.Code, kind.Rules, visit.Facility.Code, whole ? null : visit.Episode, whole ? null : file.Records.Count, spot.Table,
            spot.Row, spot.Field, kind.Refused || kind.WholeFile, fate.Mended);
    }

    private DemoDelivery Action(Outgoing outgoing)
    {
        var visit = outgoing.Visits[0];
        var cancel = outgoing.Kind is DeliveryKind.Cancel;
        var id = $"{visit.Episode}-{(cancel ? "HUY" : "KP")}";
        var action = new EpisodeAction(cancel ? EpisodeActionKind.Cancel : EpisodeActionKind.Restore, visit.Facility.Code, visit.Episode,
            cancel ? "Nhập nhầm người bệnh, huỷ hồ sơ" : "Huỷ nhầm, khôi phục hồ sơ", id);
        return new(habits[outgoing.Facility].Sender, $"{id}.json", action.ToBytes(), Utc(outgoing.At), id, null, outgoing.Kind);
    }

    private TruthEncounter TruthOf(Visit visit, Encounter first, Fate fate, PlantedError? planted, string version)
    {
        var bill = (fate.Revision == 0 ? first : desk.Write(visit, fate.Revision)).Bill;
        return new()
        {
            Facility = visit.Facility.Code, Episode = visit.Episode, Person = visit.Person.Id, VisitType = visit.Type,
                Arrived = visit.Arrived, Discharged = visit.Left, Sex = (int)visit.Person.Sex,
            AgeYears = visit.Person.YearsOn(visit.ArrivedOn), MainIcd = visit.MainIcd, Outcome = visit.Outcome,
                DischargeType = visit.Discharge, ReferredFrom = visit.From, Insured = visit.Card is not null,
            HospitalAmount = bill.Hospital, InsuredAmount = bill.Insured, InsuranceAmount = bill.Insurance, CopaidAmount = bill.Copaid,
                SelfPaidAmount = bill.SelfPaid,
            DrugLines = bill.DrugLines, ServiceLines = bill.ServiceLines, Births = visit.Children.Count, Version = version,
            State = fate.State is TruthState.Refused && planted is null ? TruthState.Current : fate.State, Superseded = fate.Corrected
                is not null, LastingError = fate.Corrected is null ? planted?.Kind : null,
        };
    }

    private static string Name(Outgoing outgoing, bool single) => single
        ? outgoing.Visits[0].Episode
            + outgoing.Kind switch { DeliveryKind.CheckIn => "-CHECKIN", DeliveryKind.Correction => "-SUA", _ => "" }
        : string.Create(CultureInfo.InvariantCulture, $"{outgoing.Facility.Code}_{outgoing.Made:yyyyMMddHHmm}_{outgoing.FilePart + 1:00}");

    /// <summary>Some senders keep the key when they send again, others make a new one.</summary>
    private static string Key(Outgoing outgoing, string name) => outgoing.Duplicate && outgoing.Visits[0].Key % 3 == 0
        ? $"{name}-2" : outgoing is { First: false, Kind: DeliveryKind.Claims } ? $"{name}-LAI" : name;

    private static DateTimeOffset Utc(DateTime local) => new DateTimeOffset(local, Vietnam).ToUniversalTime();
}
