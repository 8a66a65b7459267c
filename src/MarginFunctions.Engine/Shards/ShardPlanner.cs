using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>Works out what a piece of work makes of a shard. No I/O, and the shard is not touched: a plan may be thrown away.</summary>
internal sealed class ShardPlanner(RiskParameters parameters)
{
    private static readonly IReadOnlyDictionary<string, PriceBand> NoBands = new Dictionary<string, PriceBand>();

    /// <summary>How many refusals are committed together, at most.</summary>
    private const int RefusalsAChange = 50;

    /// <summary>Plans.</summary>
    /// <param name="shard">The shard as it is.</param>
    /// <param name="work">What is to be done.</param>
    /// <param name="alsoLookAt">Accounts to look at whatever their bands say.</param>
    /// <param name="marks">The latest marks, at the moment that decisions are made for.</param>
    /// <param name="grants">What liquidation jobs may order of capped markets. What they want beyond it is in <see cref="ShardPlan.Wishes"/>.</param>
    public ShardPlan Plan(LoadedShard shard, ShardWork work, IReadOnlyCollection<string> alsoLookAt, MarkSet marks, SliceGrants grants)
    {
        var planning = new Planning(parameters, shard, work, marks, grants);
        foreach (var updates in work.Updates.GroupBy(u => u.Update.AccountId, StringComparer.Ordinal))
        {
            planning.Update(updates.Key, updates);
        }

        foreach (var answers in work.Answers.GroupBy(a => a.AccountId, StringComparer.Ordinal))
        {
            planning.Answer(answers.Key, answers);
        }

        foreach (var (accountId, entry) in shard.Accounts)
        {
            if (work.Kind == ShardWorkKind.Sweep || entry.IsLeftBy(marks) || alsoLookAt.Contains(accountId)
                || (work.Kind == ShardWorkKind.Liquidate && AccountLiquidation.Concerns(entry.State)))
            {
                planning.Review(accountId, entry, isAnotherLook: alsoLookAt.Contains(accountId));
            }
        }

        return planning.Finish();
    }

    /// <summary>One plan in the making.</summary>
    private sealed class Planning(RiskParameters parameters, LoadedShard shard, ShardWork work, MarkSet marks, SliceGrants grants)
    {
        private readonly DateTimeOffset now = marks.At!.Value;
        private readonly DecisionWriter writer = new(parameters, marks, work.Kind);
        private readonly Dictionary<string, AccountChange> changes = new(StringComparer.Ordinal);

        /// <summary>In the order of their outbox rows: a commit that is cut into slices must not number a row again.</summary>
        private readonly List<AccountChange> inOrder = [];
        private readonly List<string> unfinished = [];
        private readonly List<SliceWish> wishes = [];
        private long nextOutbox = shard.Header?.Header.NextOutbox ?? 1;
        private ShardReport report;

        public void Update(string accountId, IEnumerable<AcceptedUpdate> updates)
        {
            var entry = shard.Accounts.GetValueOrDefault(accountId);
            var state = entry?.State ?? AccountState.New(accountId);
            var holdings = state.Holdings;
            var jobs = state.Jobs;
            var applied = new List<AcceptedUpdate>();
            foreach (var update in updates)
            {
                var next = holdings.Apply(update.Update, out var late);
                if (!ReferenceEquals(next, holdings) && LedgerProblem(state.Ledger, holdings, next, update.Update) is { } problem)
                {
                    Refuse(accountId, [update], problem);
                    continue;
                }

                report += new ShardReport { LateRows = late };
                var filled = Filled(jobs, update.Update.Fill);
                if (!ReferenceEquals(next, holdings) || !ReferenceEquals(filled, jobs))
                {
                    applied.Add(update);
                    (holdings, jobs) = (next, filled);
                }
            }

            if (applied.Count == 0)
            {
                if (entry?.IsLeftBy(marks) == true)
                {
                    Review(accountId, entry, isAnotherLook: false);
                }

                return;
            }

            var firstOutbox = nextOutbox;
            var booking = FillBooking.Of(state.WithHoldings(holdings, parameters.AccountCurrency) with { Jobs = jobs }, parameters, now);
            state = booking.Account;
            if (!TryResolve(state, out var resolved))
            {
                Refuse(accountId, applied, new Problem("positions", null, "amounts are too large to be added up"));
                return;
            }

            var (change, review) = Change(state, resolved, Look(state, resolved), booking);
            if (AccountLimits.Excess(state, resolved, change.Rows[0].Body!.Value) is { } excess)
            {
                nextOutbox = firstOutbox;
                Refuse(accountId, applied, new Problem("positions", null, excess));
                return;
            }

            Take(accountId, change);
            Count(accountId, review, booking);
            report += new ShardReport { Applied = applied.Count };
        }

        /// <summary>Takes the fund's answers to an account. One that closes a winner's positions takes a transaction of its own: the others wait for the next look.</summary>
        public void Answer(string accountId, IEnumerable<CoverageAnswer> answers)
        {
            var entry = shard.Accounts.GetValueOrDefault(accountId);
            var before = entry?.State ?? AccountState.New(accountId);
            var state = before;
            CoverageAnswer? deleverage = null;
            foreach (var answer in answers)
            {
                // A verdict on the pool of an account that is not here has nothing to act on. A share of a loss is booked all the same: the account begins with it.
                if (FundAnswers.IsKnown(state, answer) || (entry is null && answer.Kind != CoverageAnswerKind.LossShare))
                {
                    continue;
                }

                var isOfWinner = answer.Kind == CoverageAnswerKind.Deleverage && !answer.IsOwn;
                if (isOfWinner && deleverage is not null)
                {
                    unfinished.Add(accountId);
                    continue;
                }

                deleverage = isOfWinner ? answer : deleverage;
                state = FundAnswers.Take(state, answer, now);
            }

            if (ReferenceEquals(state, before))
            {
                return;
            }

            var resolved = ResolvedPortfolio.Resolve(state.Portfolio(parameters.AccountCurrency), parameters);
            var most = deleverage is null ? PoolReview.MaximumDecisions : PoolReview.MaximumDecisionsWithAnswer;
            var booking = new FillBooking(state, [], IsUnfinished: false);
            var (change, review) = Change(state, resolved, Look(state, resolved, most), booking, deleverage);
            Take(accountId, change);
            Count(accountId, review, booking);
        }

        /// <summary>Looks at an account.</summary>
        /// <param name="accountId">The account.</param>
        /// <param name="entry">What is known of it.</param>
        /// <param name="isAnotherLook">Whether the transaction before asked for it: what is found then is its own doing and not the marks'.</param>
        public void Review(string accountId, AccountEntry entry, bool isAnotherLook)
        {
            if (changes.ContainsKey(accountId))
            {
                return;
            }

            var booking = FillBooking.Of(entry.State, parameters, now);
            if (!ReferenceEquals(booking.Account, entry.State) && TryResolve(booking.Account, out var booked))
            {
                // What an earlier transaction had no room for.
                var (rest, look) = Change(booking.Account, booked, Look(booking.Account, booked), booking);
                Take(accountId, rest);
                Count(accountId, look, booking);
                return;
            }

            var review = Look(entry.State, entry.Resolved);
            if (work.Kind == ShardWorkKind.Sweep && !isAnotherLook && review.Changes.Count > 0 && IsInsidePublished(entry))
            {
                report += new ShardReport { MissedCrossings = MissedCrossings(entry, review) };
            }

            if (review.Changes.Count > 0 || review.HasNewJobs || !HasSameGaps(entry.State, review) || !ReferenceEquals(review.Ledger, entry.State.Ledger))
            {
                (var change, review) = Change(entry.State, entry.Resolved, review, booking);
                Take(accountId, change);
            }
            else if (entry.IsLeftBy(marks) || (work.Kind == ShardWorkKind.Sweep && entry.HasOldBands(marks)))
            {
                Take(accountId, new AccountChange(Entry(entry.State, entry.Row, review), [], []));
            }

            Count(accountId, review, booking);
        }

        public ShardPlan Finish() => new(inOrder, nextOutbox, inOrder.Count > 0 ? TightestBands.Of(parameters, shard, changes) : NoBands, marks, report, wishes, unfinished);

        private void Take(string accountId, AccountChange change)
        {
            changes[accountId] = change;
            inOrder.Add(change);
        }

        private bool TryResolve(AccountState state, [NotNullWhen(true)] out ResolvedPortfolio? resolved)
        {
            try
            {
                resolved = ResolvedPortfolio.Resolve(state.Portfolio(parameters.AccountCurrency), parameters);
                return true;
            }
            catch (OverflowException)
            {
                resolved = null;
                return false;
            }
        }

        private PoolReview Look(AccountState state, ResolvedPortfolio resolved, int mostDecisions = PoolReview.MaximumDecisions) =>
            PoolReview.Run(state, resolved, marks, now, mostDecisions, AccountLiquidation.Of(state, parameters, marks, now, shard.Shard, grants));

        /// <summary>The account's jobs after a fill; the same object when it says nothing new, or there is nothing to charge.</summary>
        private IReadOnlyList<IssuedJob>? Filled(IReadOnlyList<IssuedJob>? jobs, OrderFill? fill)
        {
            if (fill is null || parameters.Liquidation is null)
            {
                return jobs;
            }

            var next = JobFills.Apply(jobs, fill, out var effect);
            report += new ShardReport { UnknownFills = effect == FillEffect.Unknown ? 1 : 0, Overfills = effect == FillEffect.TooMuch ? 1 : 0 };
            return next;
        }

        private void Count(string accountId, PoolReview review, FillBooking booking)
        {
            report += new ShardReport
            {
                Assessed = 1,
                Decisions = review.Changes.Count(c => c.IsOfPool),
                Jobs = review.Changes.Count(c => c.Step.Job is not null),
                ExpiredJobs = review.ExpiredJobs,
            };
            wishes.AddRange(review.Wishes);
            if (review.IsUnfinished || booking.IsUnfinished)
            {
                unfinished.Add(accountId);
            }
        }

        /// <summary>The rows of a review. Each decision repeats the portfolio, so a large account may have room for fewer decisions: then it is reviewed again for as many.</summary>
        private (AccountChange Change, PoolReview Review) Change(AccountState state, ResolvedPortfolio resolved, PoolReview review, FillBooking booking, CoverageAnswer? deleverage = null)
        {
            var firstOutbox = nextOutbox;
            var change = Rows(state, review, booking.Requests, deleverage);
            while (review.Changes.Count > (deleverage is null ? 1 : 0) && change.StoredBytes > ShardTransaction.MaximumBytes)
            {
                nextOutbox = firstOutbox;
                review = Look(state, resolved, review.Changes.Count / 2);
                change = Rows(state, review, booking.Requests, deleverage);
            }

            return (change, review);
        }

        private AccountChange Rows(AccountState state, PoolReview review, IReadOnlyList<CoverageRequest> requests, CoverageAnswer? deleverage)
        {
            var next = review.Apply(state);
            if (parameters.Liquidation is null)
            {
                next = next with { FundAnswers = FundAnswers.Open(state, review) };
            }

            var ofAnswer = deleverage is null ? null : Deleveraged(next, review, deleverage);
            if (ofAnswer is { Decision: { } answered })
            {
                next = next with { DecisionCount = answered.Number };
            }

            if (ofAnswer is { Job: { } sent } && parameters.Liquidation is not null)
            {
                next = next with { Jobs = [.. next.Jobs ?? [], IssuedJob.Of(sent, now)] };
            }

            var rows = new List<RowChange> { new(RowKeys.Account(state.AccountId), JsonSerializer.SerializeToUtf8Bytes(next, EngineJson.Default.AccountState)) };
            var outbox = new List<ShardRow>();
            foreach (var change in review.Changes)
            {
                var decision = writer.Record(review.Assessed, review.Resolved, change);
                rows.Add(new RowChange(RowKeys.Decision(state.AccountId, change.Number), JsonSerializer.SerializeToUtf8Bytes(decision, EngineJson.Default.DecisionRecord)));
                outbox.AddRange(writer.Messages(decision, change).Select(Stage));
            }

            outbox.AddRange(requests.Select(writer.Message).Select(Stage));
            if (ofAnswer is { } trade)
            {
                if (trade.Decision is { } decision)
                {
                    rows.Add(new RowChange(RowKeys.Decision(state.AccountId, decision.Number), JsonSerializer.SerializeToUtf8Bytes(decision, EngineJson.Default.DecisionRecord)));
                }

                outbox.Add(Stage(writer.Message(trade.Job)));
            }

            if (writer.Booked(next, shard.Accounts.GetValueOrDefault(next.AccountId)?.State.Ledger?.Count ?? 0) is { } booked)
            {
                outbox.Add(Stage(booked));
            }

            rows.AddRange(outbox.Select(row => new RowChange(row.Key, row.Body)));
            return new AccountChange(Entry(next, rows[0].Body!.Value, review), rows, outbox);
        }

        /// <summary>A winner's job for an answer of the fund, and its decision; null when nothing is left to close. Of a pool that cannot be assessed there is no decision that could be made again.</summary>
        private (DecisionRecord? Decision, LiquidationJob Job)? Deleveraged(AccountState next, PoolReview review, CoverageAnswer answer)
        {
            var pool = review.Resolved.Pools.FirstOrDefault(p => p.Key == answer.Pool);
            if (FundAnswers.Job(answer, pool, now) is not { } job)
            {
                return null;
            }

            var state = next.Pools.Single(p => p.Pool == answer.Pool);
            return PoolAssessor.TryAssess(pool!, marks, out var margin, out _)
                ? (writer.Record(next, review.Resolved, new PoolChange(next.DecisionCount + 1, state, state, [], margin, pool, [], [])) with { AnswerId = answer.Id }, job)
                : (null, job);
        }

        private AccountEntry Entry(AccountState state, ReadOnlyMemory<byte> row, PoolReview review) =>
            new(state, review.Resolved, review.FindBands(), marks.At, marks.Risk) { Row = row };

        /// <summary>What is wrong with what an update says of the account's ledger; null when nothing is.</summary>
        private Problem? LedgerProblem(AccountLedger? ledger, Holdings before, Holdings after, HoldingsUpdate update)
        {
            var last = ledger?.Count ?? 0;
            var cash = before.LedgerThrough(parameters.AccountCurrency);
            var reserve = before.Cover?.LedgerThrough ?? 0;
            string? reason = null;
            if (update.LedgerThrough > last)
            {
                reason = string.Create(CultureInfo.InvariantCulture, $"counts ledger entries that the account does not have: its last is number {last}");
            }
            else if (after.LedgerThrough(parameters.AccountCurrency) < cash || (after.Cover?.LedgerThrough ?? 0) < reserve)
            {
                // What was counted has left the ledger: taken back, the money would be nowhere.
                reason = string.Create(
                    CultureInfo.InvariantCulture, $"must not fall from one sequence to the next: collateral in {parameters.AccountCurrency} counted {cash} entries of the ledger before, and cover {reserve}");
            }

            return reason is null ? null : new Problem("ledgerThrough", update.LedgerThrough.ToString(CultureInfo.InvariantCulture), reason);
        }

        /// <summary>Nothing of these updates is kept and the sender is told.</summary>
        private void Refuse(string accountId, List<AcceptedUpdate> updates, Problem problem)
        {
            foreach (var some in updates.Chunk(RefusalsAChange))
            {
                var outbox = some
                    .Select(u => new UpdateRejection(u.MessageId, u.Entity, u.Update.AccountId, now, [problem]))
                    .Select(r => Stage(new OutboxRecord(Entities.UpdateRejections, accountId, now, null, null, JsonSerializer.SerializeToElement(r, EngineJson.Default.UpdateRejection))))
                    .ToList();
                inOrder.Add(new AccountChange(null, [.. outbox.Select(o => new RowChange(o.Key, o.Body))], outbox));
            }

            report += new ShardReport { Refused = updates.Count };
        }

        private ShardRow Stage(OutboxRecord message) => new(RowKeys.Outbox(nextOutbox++), JsonSerializer.SerializeToUtf8Bytes(message, EngineJson.Default.OutboxRecord));

        /// <summary>Whether the same marks are missing as at the last commit; when that changes the row must say so.</summary>
        private static bool HasSameGaps(AccountState state, PoolReview review)
        {
            var before = state.Assessments;
            var isSame = before.Count == review.Assessments.Count;
            for (var i = 0; isSame && i < before.Count; i++)
            {
                isSame = before[i].Missing == review.Assessments[i].Missing;
            }

            return isSame;
        }

        /// <summary>
        /// Bands hold for the moment, the ranges and the money that they were found for. A change is a crossing that they missed only if the new marks alone would have made it, all else standing still. Where
        /// nothing depends on these that is every change; where something does and they are unknown, as after a restart, nothing can be said.
        /// </summary>
        private int MissedCrossings(AccountEntry entry, PoolReview review)
        {
            var changed = review.Changes.Where(c => c.IsCrossing).Select(c => c.Before.Pool).ToList();
            var isOfMarksAlone = entry.DependsOnMarksAlone && ReferenceEquals(review.Assessed, entry.State);
            if (changed.Count == 0 || isOfMarksAlone)
            {
                return changed.Count;
            }

            if (!entry.DependsOnMarksAlone && entry.FoundAt is null)
            {
                return 0;
            }

            var still = entry.DependsOnMarksAlone ? marks : marks.As(entry.FoundAt!.Value, entry.FoundWith);
            return PoolReview.Run(entry.State, entry.Resolved, still, now, chargesInterest: false).Changes.Count(c => c.IsCrossing && changed.Contains(c.Before.Pool));
        }

        private bool IsInsidePublished(AccountEntry entry) => entry.Resolved.Symbols.All(symbol =>
            marks.Find(symbol) is not { } mark || (shard.Published.TryGetValue(parameters.Symbols[symbol], out var band) && band.Contains(mark)));
    }
}
