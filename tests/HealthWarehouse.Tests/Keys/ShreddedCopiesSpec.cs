using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Operate.Shredding;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Tests.Keys;

/// <summary>
/// Somebody holds all the data of before a shredding, keys folder included, all the data of after, and today's keys with the master key. He
/// looks for a way from the person to what the house holds, and back: by number and name, by papers, by record number and person key.
/// </summary>
public sealed class ShreddedCopiesSpec
{
    private const string Citizen = "099190000001", Name = "Trịnh Thị Hư Cấu", Document = "15/DY-2026";
    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private static readonly Viewer Officer =
        new("lan", "Lan", "privacy-officer") { Rights = new HashSet<Right> { Right.Privacy, Right.Records, Right.Identity } };

    [Theory, ClassData(typeof(Engines))]
    public async Task Nobody_with_copies_of_before_and_keys_of_today_finds_the_person(Engine engine)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(engine, clock: clock);
        var (records, person) = await Fill(test);
        await Papers(test, records, person);
        clock.Now = clock.Now.AddYears(25);
        var before = await Copy.Of(test);
        // the attacker looks where there is something to find
        Way(before, Keys.Of(test), records, person).ShouldBe(["number", "archive", "piece", "person key", "audit", "book"]);

        var id = await test.House.Shredding.Ask(records[0], await DecidedDeletion.Of(test.House, records[0]), "Người bệnh yêu cầu xoá",
            Officer, Stop);
        var asked = await Copy.Of(test);
        await test.House.Shredding.Decide(id, true, null, Officer with { Account = "minh" }, Stop);
        await test.House.Shredding.RunApproved(Stop);
        (await test.House.Shredding.Find(id, Stop))!.State.ShouldBe(Shredding.Done);

        var (after, keys) = (await Copy.Of(test), Keys.Of(test));
        Way(before, keys, records, person).ShouldBeEmpty();
        Way(asked, keys, records, person).ShouldBeEmpty();
        Way(after, keys, records, person).ShouldBeEmpty();
        // The keys of before are good for nothing: the master key of today does not open that ring, nor the ring of today the tree of then.
        foreach (var copy in new[] { before, asked })
        {
            Should.Throw<Exception>(() => KeyRing.Open(copy.KeysWith(keys, ring: false)));
            Should.Throw<InvalidOperationException>(() =>
                Leaves.Open(copy.KeysWith(keys, ring: true), KeyRing.Open(copy.KeysWith(keys, ring: true))));
        }
        // What the books and requests say leads to no record and no person, in no copy.
        foreach (var copy in new[] { before, asked, after })
            foreach (var number in records.Append(person).Append(Pseudonyms.FormerPersonKey(records[0])))
                copy.Operations.ShouldNotContain(number.ToString(CultureInfo.InvariantCulture));
        var tombstone = (await test.Ask<long>("select distinct person_key from link.record_person where rule = 'shredded'"))
            .ShouldHaveSingleItem();
        after.Operations.ShouldNotContain(tombstone.ToString(CultureInfo.InvariantCulture));
        asked.Operations.ShouldNotContain(tombstone.ToString(CultureInfo.InvariantCulture));
        (await test.House.Operations.QueryText<long>("select count(*) from redaction where shredding <> ''", null, Stop)).ShouldBe([0]);

        // Everybody else is found as ever, and the house goes on.
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
        await test.Load(Made.Envelope(test, "outpatient", 9, Visit("V9", "099185000022", "Đặng Văn Khác", "1")));
        (await test.Ask<long>("select count(distinct person_key) from core.encounter where episode_code in ('V2', 'V9')")).ShouldBe([1]);
        (await test.House.Audit.Verify(Stop)).Ok.ShouldBeTrue();
    }

    /// <summary>
    /// Who has the file of the database, not only its tables: what was forgotten is neither in the places of rows of before nor in the log
    /// beside it.
    /// </summary>
    [Fact]
    public async Task The_file_of_the_database_holds_nothing_that_was_forgotten()
    {
        const string HoldWords = "Vụ kiện của người không có thật", OpeningWords = "Người nhà Hư Cấu gọi tới",
            Judged = "Đúng là người Hư Cấu ấy";
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(Engine.Sqlite, clock: clock);
        var (records, person) = await Fill(test);
        await test.House.Operations.ExecuteText("""
            insert into legal_hold (id, record_key, person_key, reason, act, by_account, at, lifted_by, lifted_at, lifted_why)
                values ('h', $record, $person, $hold, 'QĐ 1', 'lan', $at, 'lan', $at, $hold);
            insert into opening (id, account, session, role, kind, object, label, purpose, reason, break_glass, opened_at, until_at) values
                ('r', 'lan', 's', 'r', 'record', $name, 'V1', 'quality', $opening, true, '2026-11-01', '2026-11-01'),
                ('p', 'lan', 's', 'r', 'person', $known, 'V1', 'quality', $opening, true, '2026-11-01', '2026-11-01');
            insert into opening_review (opening, due_at, note) values ('r', '2026-11-02', $judged), ('p', '2026-11-02', $judged)
            """, new { record = records[0], person, hold = HoldWords, at = clock.Now, name = Text(records[0]), known = Text(person),
            opening = OpeningWords, judged = Judged }, Stop);
        // in the file itself, not only in its log
        await test.House.Operations.ExecuteText("pragma wal_checkpoint(truncate)", null, Stop);
        string[] words = [HoldWords, OpeningWords, Judged, Text(records[0]), Text(person)];
        // the attacker looks where there is something to find
        words.ShouldAllBe(w => OnDisk(test).Any(f => f.Contains(w, StringComparison.Ordinal)));

        clock.Now = clock.Now.AddYears(25);
        var id = await test.House.Shredding.Ask(records[0], await DecidedDeletion.Of(test.House, records[0]), "Người bệnh yêu cầu xoá",
            Officer, Stop);
        await test.House.Shredding.Decide(id, true, null, Officer with { Account = "minh" }, Stop);
        await test.House.Shredding.RunApproved(Stop);
        (await test.House.Shredding.Find(id, Stop))!.State.ShouldBe(Shredding.Done);
        words.Where(w => OnDisk(test).Any(f => f.Contains(w, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>The operational database as it lies on the disk, its log too.</summary>
    private static IEnumerable<string> OnDisk(TestHouse test)
    {
        foreach (var path in Directory.GetFiles(test.Data, "operations.db*"))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.UTF8);
            yield return reader.ReadToEnd();
        }
    }

    /// <summary>
    /// A warehouse of before this edition: keys of persons without secrets, tokens without a cover, and a book that names a key of then.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task An_installation_of_before_keeps_its_figures_and_what_its_books_named(Engine engine)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(engine, clock: clock);
        test.House.Vault.Tokens.Use(0);
        var (records, person) = await Fill(test);
        var former = Pseudonyms.FormerPersonKey(records[0]);
        var (figures, groups) = (await Figures(test), await Groups(test));
        await test.House.Warehouse.Write(async writer =>
        {
            foreach (var table in new[] { "link.record_person", "core.encounter" })
                await writer.ExecuteText($"update {table} set person_key = $former where person_key = $person", new { former, person });
            await writer.ExecuteText("update link.record_person set group_key = $former where group_key = $person",
                new { former, person });
            await writer.ExecuteText("update link.person_token set group_key = $former where group_key = $person", new { former, person });
            await writer.ExecuteText("insert into link.former_person (known_key, record_key) values ($former, $record)",
                new { former, record = records[0] });
            await writer.ExecuteText("delete from house.cover");
            await writer.ExecuteText("insert into link.relink (since) values (null)");
        }, Stop);
        await test.House.Operations.ExecuteText("insert into consent (seq, id, subject, activity, action, notice, holds_from, channel, " +
            $"document, guardian, at, account, audit) values (1, 'cũ', 'person/{former}', 'research', 'given', '1', '2026-10-01', " +
            $"'VNeID', '{Document}', 'none', '2026-10-01 00:00:00', 'lan', 1)", null, Stop);

        await using var again = await test.Reopen(clock);
        (await again.Ask<long>("select person_key from link.record_person where record_key = $record", new { record = records[0] }))
            .ShouldBe([person]);
        (await Figures(again)).ShouldBe(figures);
        (await Groups(again)).ShouldBe(groups);
        (await new Rebuild(again.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
        var subjects = new Subjects(again.House.Warehouse, again.House.Vault.Pseudonyms);
        (await subjects.Of(SubjectRef.Person(former), Stop)).Person.ShouldBe(person);
        (await subjects.Of(SubjectRef.Record(records[1]), Stop)).Names.ShouldContain($"person/{former}");
        (await again.House.Shredding.KnownAs(person, Stop)).ShouldContain(former);
        again.House.Vault.Tokens.CoverNumber.ShouldBe(1);
        await again.Load(Made.Envelope(again, "outpatient", 9, Visit("V9", Citizen, Name, "2")));
        (await again.Ask<long>("select distinct person_key from core.encounter where episode_code in ('V1', 'V9')")).ShouldBe([person]);
    }

    /// <summary>Ways from the person into a copy with some keys, each by its kind; sorted as they are tried.</summary>
    private static List<string> Way(Copy copy, Keys keys, IReadOnlyList<long> records, long person)
    {
        var ways = new List<string>();
        using var house = new Attacker(copy, keys);
        if (house.Tokens().Any(copy.Tokens.Contains)) ways.Add("number");
        if (house.Contents().Any(c => c.Contains(Citizen, StringComparison.Ordinal) || c.Contains(Name, StringComparison.Ordinal)))
            ways.Add("archive");
        if (house.Pieces(records).Any()) ways.Add("piece");
        var drawn = house.Pseudonyms.PersonKeys();
        if (records.Select(drawn).Any(k => copy.Persons.Contains(k))) ways.Add("person key");
        if (house.Pseudonyms.OfPerson(person) is > 0 and var number && copy.Shown.Contains(number)) ways.Add("audit");
        if (copy.Subjects.Any(s => house.Pseudonyms.Open(s) is not null)) ways.Add("book");
        return ways;
    }

    /// <summary>What somebody can do with a copy of the data and keys.</summary>
    private sealed class Attacker : IDisposable
    {
        private readonly Copy _copy;
        private readonly Leaves _leaves;
        private readonly KeyRing _ring;
        private readonly VaultDoor _door;

        public Attacker(Copy copy, Keys keys)
        {
            var folder = Directory.CreateTempSubdirectory("khoyte-thief-").FullName;
            foreach (var (name, bytes) in keys.Files) File.WriteAllBytes(Path.Combine(folder, name), bytes);
            (_copy, _ring) = (copy, KeyRing.Open(folder));
            _leaves = Leaves.Open(folder, _ring);
            (_door, Pseudonyms) = (new(_ring, _leaves), new(_leaves));
        }

        public Pseudonyms Pseudonyms { get; }

        /// <summary>Tokens of the person's number, under every cover there is a key for.</summary>
        public IEnumerable<Guid> Tokens()
        {
            foreach (var cover in _ring.Numbers(KeyUse.Cover).Append(0))
            {
                var tokens = new Tokens(_ring);
                try
                {
                    tokens.Use(cover);
                }
                catch (InvalidOperationException)
                {
                    continue;
                }
                foreach (var rule in _copy.Rules) yield return tokens.Of(rule, Citizen);
                yield return tokens.Of("name", VietnameseText.Fold(Name)!);
            }
        }

        /// <summary>Everything archived that opens, unpacked.</summary>
        public IEnumerable<string> Contents()
        {
            var archive = new ContentArchive(Path.Combine(_copy.Folder, "archive"), new(_ring.ForArchive, Leaves.NewFile, _leaves.Secret));
            foreach (var name in archive.Names())
                if (Text(archive, name) is { } text)
                    yield return text
                        + string.Concat(text.StartsWith('<') ? System.Xml.Linq.XDocument.Parse(text).Descendants("NOIDUNGFILE")
                        .Select(c => Encoding.UTF8.GetString(Convert.FromBase64String(c.Value))) : []);
        }

        public IEnumerable<byte[]> Pieces(IReadOnlyList<long> records)
        {
            using var tools = new PieceTools(_door);
            foreach (var piece in _copy.Pieces.Where(p => records.Contains(p.RecordKey)))
                if (Opened(tools, piece) is { } opened) yield return opened;
        }

        public void Dispose() => _ = _copy;

        private static string? Text(ContentArchive archive, string name)
        {
            try
            {
                using var reader = new StreamReader(archive.Open(name));
                return reader.ReadToEnd();
            }
            catch (Exception e) when (e is CryptographicException or InvalidOperationException)
            {
                return null;
            }
        }

        private static byte[]? Opened(PieceTools tools, SealedPiece piece)
        {
            try
            {
                return tools.Open(piece, piece.KeyUse!);
            }
            catch (Exception e) when (e is CryptographicException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>The files of the keys folder, master key included.</summary>
    private sealed record Keys(IReadOnlyDictionary<string, byte[]> Files)
    {
        public static Keys Of(TestHouse test) =>
            new(Directory.EnumerateFiles(Path.Combine(test.Data, "keys")).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes));
    }

    /// <summary>All data of a moment: the folder, and what the databases hold.</summary>
    private sealed record Copy(
        string Folder, IReadOnlySet<Guid> Tokens, IReadOnlySet<long> Persons, IReadOnlySet<long> Shown, IReadOnlyList<string> Subjects,
            IReadOnlyList<SealedPiece> Pieces, string Operations, IReadOnlyList<string> Rules)
    {
        public static async Task<Copy> Of(TestHouse test)
        {
            var folder = Directory.CreateTempSubdirectory("khoyte-copy-").FullName;
            foreach (var part in new[] { "archive", "keys" })
                foreach (var file in Directory.EnumerateFiles(Path.Combine(test.Data, part), "*", SearchOption.AllDirectories))
                {
                    var target = Path.Combine(folder, Path.GetRelativePath(test.Data, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    File.Copy(file, target);
                }
            var books = await test.House.Operations.QueryText<string>("select subject from consent union all select value " +
                "from subject_request_event where type in ('subject', 'deletion') union all select subject from shredding " +
                "where subject is not null", null, Stop);
            return new(folder,
                (await test.Ask<Guid>("select token from vault.record_token union select token from link.person_token union select name " +
                    "from vault.record_name")).ToHashSet(),
                (await test.Ask<long>("select person_key from link.record_person union select group_key from link.record_person " +
                    "union select person_key from link.person_before union select person_key from core.encounter " +
                    "where person_key is not null")).ToHashSet(),
                (await test.House.Operations.QueryText<long>("select person from audit_person", null, Stop)).ToHashSet(), books,
                await test.House.Warehouse.Query<SealedPiece>("ask/key/contents", new { first = 0L, last = long.MaxValue }, Stop),
                    await Everything(test), [.. test.House.Catalogue.Matching.Rules.Select(r => r.Id)]);
        }

        /// <summary>The keys of this copy beside the master key of others; with their ring, or its own.</summary>
        public string KeysWith(Keys others, bool ring)
        {
            var mixed = Directory.CreateTempSubdirectory("khoyte-mixed-").FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "keys")))
                File.Copy(file, Path.Combine(mixed, Path.GetFileName(file)));
            foreach (var name in ring ? new[] { "master.key", "keyring.json" } : ["master.key"])
                File.WriteAllBytes(Path.Combine(mixed, name), others.Files[name]);
            return mixed;
        }

        /// <summary>Every value of every table of operations, but for the ledger's own hashes.</summary>
        private static async Task<string> Everything(TestHouse test)
        {
            var operations = test.House.Operations;
            var tables = operations.Engine is Engine.Sqlite
                ? await operations.QueryText<string>(
                    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by 1", null, Stop)
                : await operations.QueryText<string>("select table_name from information_schema.tables where table_schema = 'public' " +
                    "and table_type = 'BASE TABLE' order by 1", null, Stop);
            var text = new StringBuilder();
            foreach (var table in tables)
                foreach (var row in await operations.QueryText<dynamic>($"select * from \"{table}\"", null, Stop))
                    foreach (var (column, value) in (IDictionary<string, object?>)row)
                        text.Append(CultureInfo.InvariantCulture, $"{table}.{column}={value}\n");
            return text.ToString();
        }
    }

    /// <summary>Two persons; the first comes twice. Gives the records of the first and its key.</summary>
    private static async Task<(long[] Records, long Person)> Fill(TestHouse test)
    {
        await test.Load(Made.Together(Made.Envelope(test, "outpatient", 1, Visit("V1", Citizen, Name, "2")),
            Made.Envelope(test, "outpatient", 2, Visit("V2", "099185000022", "Đặng Văn Khác", "1"))));
        await test.Load(Made.Envelope(test, "outpatient", 3, Visit("V3", Citizen, Name, "2")));
        long[] records = [.. await test.Ask<long>("select record_key from std.record where episode_code in ('V1', 'V3') order by 1")];
        return (records,
            (await test.Ask<long>("select distinct person_key from link.record_person where record_key = $record",
            new { record = records[0] }))[0]);
    }

    private static (string, string, string?)[] Visit(string episode, string citizen, string name, string sex) =>
        [("XML1", "MA_LK", episode), ("XML1", "SO_CCCD", citizen), ("XML1", "HO_TEN", name), ("XML1", "GIOI_TINH", sex),
            ("XML1", "MA_CSKCB", "99001"), ("XML1", "NGAY_SINH", "199004120000"), ("XML1", "MA_THE_BHYT", null)];

    /// <summary>What people do about the person: a consent, a request with a deletion decided, a record read.</summary>
    private static async Task Papers(TestHouse test, long[] records, long person)
    {
        var subjects = new Subjects(test.House.Warehouse, test.House.Vault.Pseudonyms);
        var consents = new Consents(test.House.Catalogue, test.House.Operations, test.House.Audit, subjects, test.House.Clock);
        await consents.Give(new(SubjectRef.Person(person), "research", test.House.Catalogue.Privacy.Consents.Channels[0], Document),
            Officer, Stop);
        (await consents.IsGiven(SubjectRef.Record(records[1]), "research", new(2026, 11, 2), Stop)).ShouldBeTrue();
        var requests = new SubjectRequests(test.House.Catalogue, test.House.Operations, test.House.Audit, subjects, test.House.Clock);
        var request = await requests.Receive(new("delete", new(2026, 11, 1), test.House.Catalogue.Privacy.Requests.Channels[0],
            test.House.Catalogue.Privacy.Requests.Papers[0], Subject: SubjectRef.Record(records[0])), Officer, Stop);
        await requests.Step(request.Request.Id, new("acknowledged"), Officer, Stop);
        var decided = await requests.Step(request.Request.Id, new("deletion", Note: "Quyết định 45/QĐ-SYT"), Officer, Stop);
        (decided.Subject, (await requests.Deletions(Stop)).Single().PersonKey).ShouldBe((SubjectRef.Record(records[0]), person));
        await new Access.Desk(test.House).Messages.Open(records[0], Officer, "quality", stop: Stop);
    }

    private static async Task<IReadOnlyList<string>> Figures(TestHouse test) =>
        await test.Ask<string>("select concat_ws(' ', episode_code, facility_code, sex, birth_month, age_years, main_icd, " +
            "hospital_amount, known_to is null) from core.encounter order by episode_code, record_key");

    private static async Task<IReadOnlyList<string>> Groups(TestHouse test) =>
        await test.Ask<string>("select string_agg(cast(record_key as varchar), ' ' order by record_key) from link.record_person " +
            "group by person_key order by 1");
}
