using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Access;

namespace HealthWarehouse.Web.Tests;

/// <summary>Heavy requests: a few at a time, the accounts in turn, no line without an end.</summary>
public class TurnstileSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static Turnstile Of(int atOnce = 4, int ofOne = 3, int waitingOfOne = 10, int waiting = 20) =>
        new(new(atOnce, ofOne, waitingOfOne, waiting, 60, []), TimeProvider.System);

    [Fact]
    public async Task A_thousand_requests_of_one_account_keep_another_waiting_for_none()
    {
        var door = Of(waitingOfOne: 1000, waiting: 2000);
        var crowd = Enumerable.Range(0, 1000).Select(_ => door.Enter("a", Stop).AsTask()).ToArray();
        crowd.Count(t => t.IsCompleted).ShouldBe(3, "một tài khoản không chiếm hết chỗ");
        door.Enter("b", Stop).AsTask().IsCompleted.ShouldBeTrue();

        (await crowd[0])!.Dispose();
        using var called = await await Task.WhenAny(crowd[3..]).WaitAsync(Soon, Stop);
        crowd.Count(t => t.IsCompleted).ShouldBe(4, "người đợi được gọi ngay khi có chỗ");
    }

    [Fact]
    public async Task Accounts_that_wait_are_called_in_turn()
    {
        var door = Of(atOnce: 1, ofOne: 1);
        var inside = await door.Enter("x", Stop);
        var (a1, a2, b1) = (door.Enter("a", Stop).AsTask(), door.Enter("a", Stop).AsTask(), door.Enter("b", Stop).AsTask());
        inside!.Dispose();
        using (await a1.WaitAsync(Soon, Stop)) (a2.IsCompleted, b1.IsCompleted).ShouldBe((false, false));
        using (await b1.WaitAsync(Soon, Stop)) a2.IsCompleted.ShouldBeFalse("b đến lượt trước yêu cầu thứ hai của a");
        using (await a2.WaitAsync(Soon, Stop)) { }
    }

    [Fact]
    public async Task Who_finds_the_line_full_is_told_at_once()
    {
        var door = Of(atOnce: 1, ofOne: 1, waitingOfOne: 1, waiting: 2);
        var inside = await door.Enter("a", Stop);
        var waits = door.Enter("a", Stop).AsTask();
        (await door.Enter("a", Stop)).ShouldBeNull("hàng của tài khoản đã đầy");
        var other = door.Enter("b", Stop).AsTask();
        (await door.Enter("c", Stop)).ShouldBeNull("hàng chung đã đầy");
        inside!.Dispose();
        (await waits)!.Dispose();
        (await other)!.Dispose();
    }

    [Fact]
    public async Task A_place_given_back_twice_is_one_place()
    {
        var door = Of(atOnce: 1, ofOne: 1);
        var inside = await door.Enter("a", Stop);
        inside!.Dispose();
        inside.Dispose();
        using var next = await door.Enter("a", Stop);
        door.Enter("a", Stop).AsTask().IsCompleted.ShouldBeFalse();
    }

    /// <summary>
    /// Whoever comes, goes away or is done in whatever order: never too many inside, and in the end nobody waits and every place is free.
    /// </summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Nothing_is_lost_in_any_order(int seed)
    {
        var (random, door, inside) = (new Random(seed), Of(atOnce: 3, ofOne: 2, waitingOfOne: 5, waiting: 9), new Dictionary<string,
            int> { ["a"] = 0, ["b"] = 0, ["c"] = 0 });
        var open = new List<(string Account, Task<IDisposable?> Task, CancellationTokenSource Source)>();
        for (var step = 0; step < 2000; step++)
        {
            if (random.Next(2) == 0 || open.Count == 0)
            {
                var (account, source) = (inside.Keys.ElementAt(random.Next(3)), new CancellationTokenSource());
                open.Add((account, door.Enter(account, source.Token).AsTask(), source));
            }
            else
            {
                var gone = open[random.Next(open.Count)];
                open.Remove(gone);
                if (gone.Task.IsCompletedSuccessfully) (await gone.Task)?.Dispose();
                else
                {
                    await gone.Source.CancelAsync();
                    try { (await gone.Task)?.Dispose(); } catch (OperationCanceledException) { /* gone away */ }
                }
            }
            var seated = open.Where(o => o.Task.IsCompletedSuccessfully && o.Task.Result is not null).ToArray();
            seated.Length.ShouldBeLessThanOrEqualTo(3);
            seated.GroupBy(s => s.Account).ShouldAllBe(g => g.Count() <= 2);
        }
        while (open.Count > 0)
        {
            var done = await Task.WhenAny(open.Select(o => o.Task)).WaitAsync(Soon, Stop);
            open.RemoveAll(o => o.Task == done);
            (await done)?.Dispose();
        }
        var free = await Task.WhenAll(door.Enter("a", Stop).AsTask(), door.Enter("b", Stop).AsTask(), door.Enter("c", Stop).AsTask());
        free.ShouldAllBe(place => place != null);
    }
}
