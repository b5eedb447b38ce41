using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>Answers are kept until something is committed, and asked for once however many ask.</summary>
public class CommitMemorySpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_the_same_at_the_same_time_is_given_the_one_answer()
    {
        await using var test = await TestHouse.Open();
        using var memory = new CommitMemory<int>(test.House.Warehouse, 10, _ => 1);
        var (asked, ready) = (0, new TaskCompletionSource());
        var askers = Enumerable.Range(0, 50).Select(_ => memory.Get("câu hỏi", async _ =>
        {
            Interlocked.Increment(ref asked);
            await ready.Task;
            return 7;
        }, Stop)).ToArray();
        ready.SetResult();

        (await Task.WhenAll(askers)).ShouldAllBe(answer => answer == 7);
        (await memory.Get("câu hỏi", _ => Task.FromResult(8), Stop)).ShouldBe(7, "còn giữ");
        (await memory.Get("câu khác", _ => Task.FromResult(8), Stop)).ShouldBe(8);
        asked.ShouldBe(1);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task After_a_commit_the_answer_is_worked_out_again(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        using var memory = new CommitMemory<long>(test.House.Warehouse, 10, _ => 1);
        Task<long> Deliveries() =>
            memory.Get("số lần gửi", async stop =>
            (await test.House.Warehouse.QueryText<long>("select count(*) from std.delivery", null, stop))[0], Stop);

        (await Deliveries()).ShouldBe(0);
        await test.Load(Made.Envelope(test, "inpatient", 1));
        (await Deliveries()).ShouldBe(1);
    }

    [Fact]
    public async Task What_another_process_commits_is_seen_too()
    {
        await using var test = await TestHouse.Open(Engine.PostgreSql);
        await using var elsewhere = Warehouse.PostgreSql(test.House.Settings.WarehousePostgres!, test.House.Sql);
        await elsewhere.Start(Stop);
        var before = await elsewhere.CommitNumber(Stop);
        await test.House.Warehouse.Write(writer => writer.ExecuteText("create table std.probe (n int)"), Stop);

        var seen = before;
        for (var looks = 0; seen == before
            && looks < 100; looks++) { await Task.Delay(10, Stop); seen = await elsewhere.CommitNumber(Stop); }
        seen.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task One_who_goes_away_takes_nobody_with_him_and_the_last_ends_the_work()
    {
        await using var test = await TestHouse.Open();
        using var memory = new CommitMemory<int>(test.House.Warehouse, 10, _ => 1);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var (began, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        async Task<int> Work(CancellationToken stop)
        {
            began.TrySetResult();
            try { await Task.Delay(Timeout.Infinite, stop); }
            finally { ended.TrySetResult(); }
            return 0;
        }

        var (one, two) = (memory.Get("lâu", Work, first.Token), memory.Get("lâu", Work, second.Token));
        await began.Task;
        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(one);
        ended.Task.IsCompleted.ShouldBeFalse("còn người đợi");
        await second.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(two);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        (await memory.Get("lâu", _ => Task.FromResult(1), Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task A_fault_is_told_to_all_who_wait_and_kept_for_nobody()
    {
        await using var test = await TestHouse.Open();
        using var memory = new CommitMemory<int>(test.House.Warehouse, 10, _ => 1);
        await Should.ThrowAsync<InvalidOperationException>(memory.Get("hỏng", _ => throw new InvalidOperationException("hỏng"), Stop));
        (await memory.Get("hỏng", _ => Task.FromResult(1), Stop)).ShouldBe(1);
    }
}
