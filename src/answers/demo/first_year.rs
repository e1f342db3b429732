//! The script of the first year: the library is founded, released as v1.0, and
//! changed and reviewed until v1.1.

use super::edit::{Edit, Slip};
use super::script::{
    Event, FIRST_RELEASE, INES, LEILA, MARCUS, OWEN, PRIYA, TOMASZ, add, approve, approve_first,
    because, commit, list, merge, mistype, on, replace, review, review_noting, tag, ticket,
    version,
};

const README: &str = "README.md";
const LIMITS: &str = "config/limits.toml";
const MONEY: &str = "policies/customer-money.md";
const ACCESS: &str = "policies/access-control.md";
const STOCK: &str = "policies/stock-and-goods.md";
const FULFILMENT: &str = "sops/order-fulfilment.md";
const RECEIVING: &str = "sops/goods-receiving.md";
const PAPER_RETURNS: &str = "sops/paper-form-returns.md";
const REFUNDS: &str = "sops/refund-approval.md";
const COMPLAINTS: &str = "sops/customer-complaints.md";
const USER_ACCESS: &str = "sops/user-access.md";
const ISSUE_REFUND: &str = "work-instructions/issue-a-refund.md";
const PICK_AND_PACK: &str = "work-instructions/pick-and-pack-an-order.md";
const BOOK_IN: &str = "work-instructions/book-in-a-delivery.md";
const CYCLE_COUNT: &str = "work-instructions/run-a-cycle-count.md";
const CREATE_ACCOUNT: &str = "work-instructions/create-a-staff-account.md";
const REVOKE_ACCESS: &str = "work-instructions/revoke-a-leavers-access.md";
const ANSWER: &str = "work-instructions/log-and-answer-a-complaint.md";
const INSPECT: &str = "work-instructions/inspect-a-returned-item.md";

pub(super) const EVENTS: &[Event] = &[
    // The library is founded.
    commit(
        729,
        INES,
        "Start the library of controlled documents\n\n\
         One place for what was spread over a shared drive, a wiki and the notice board.",
        &[add(README), add("sopctl.toml")],
    ),
    commit(724, LEILA, "Add the policy on customer money", &[add(MONEY)]),
    commit(720, PRIYA, "Add the access control policy", &[add(ACCESS)]),
    commit(
        716,
        MARCUS,
        "Describe order fulfilment, and picking and packing",
        &[add(FULFILMENT), add(PICK_AND_PACK), add(LIMITS)],
    ),
    on(
        "refund-approval",
        711,
        TOMASZ,
        "Draft the approval of refunds and its work instruction",
        &[add(REFUNDS), add(ISSUE_REFUND)],
    ),
    on(
        "refund-approval",
        706,
        LEILA,
        "Let the Finance controller approve refunds above 1,000 EUR",
        &[replace(
            REFUNDS,
            "2. The Team lead approves a refund above 100 EUR within 1 working day.\n",
            "2. The Team lead approves a refund above 100 EUR within 1 working day.\n\
             3. The Finance controller approves a refund above 1,000 EUR within 2 working days.\n",
        )],
    ),
    merge(
        "refund-approval",
        702,
        INES,
        "Merge pull request #3 from larkspur/refund-approval\n\nRefund approval: SOP-004 and WI-001",
    ),
    commit(
        697,
        MARCUS,
        "Add the stock policy and goods receiving (#5)",
        &[add(STOCK), add(RECEIVING), add(BOOK_IN)],
    ),
    commit(
        690,
        TOMASZ,
        "Describe how we take and answer complaints",
        &[add(COMPLAINTS), add(ANSWER)],
    ),
    commit(
        684,
        OWEN,
        "Describe returns by paper form as they are done today",
        &[add(PAPER_RETURNS), add(INSPECT)],
    ),
    on("user-access", 676, PRIYA, "Draft SOP-006 on user access", &[add(USER_ACCESS)]),
    on(
        "user-access",
        671,
        PRIYA,
        "Add work instructions for new and leaving staff",
        &[add(CREATE_ACCOUNT), add(REVOKE_ACCESS)],
    ),
    on(
        "user-access",
        668,
        INES,
        "Say who has to know the work instructions on access",
        &[
            list(CREATE_ACCOUNT, "audience", "it-operations"),
            list(REVOKE_ACCESS, "audience", "it-operations"),
        ],
    ),
    merge("user-access", 664, INES, "Merge pull request #7 from larkspur/user-access"),
    commit(
        655,
        INES,
        "Correct typing mistakes found in proofreading",
        &[
            replace(COMPLAINTS, "e-mail, telefone, chat", "e-mail, telephone, chat"),
            replace(BOOK_IN, "on each palett.", "on each pallet."),
        ],
    ),
    commit(
        640,
        INES,
        "Approve the policy on customer money",
        &[approve_first(MONEY, "@ines"), review(MONEY, "@leila")],
    ),
    commit(
        637,
        LEILA,
        "Approve the policies on access and on stock",
        &[
            approve_first(ACCESS, "@leila"),
            review(ACCESS, "@priya"),
            approve_first(STOCK, "@leila"),
            review(STOCK, "@marcus"),
        ],
    ),
    commit(
        634,
        INES,
        "Approve the warehouse procedures",
        &[
            approve_first(FULFILMENT, "@ines"),
            review(FULFILMENT, "@marcus"),
            approve_first(RECEIVING, "@ines"),
            review(RECEIVING, "@marcus"),
        ],
    ),
    commit(
        630,
        LEILA,
        "Approve refund approval and issuing a refund",
        &[
            approve_first(REFUNDS, "@leila"),
            review(REFUNDS, "@tomasz"),
            approve_first(ISSUE_REFUND, "@leila"),
            review(ISSUE_REFUND, "@tomasz"),
        ],
    ),
    commit(
        627,
        MARCUS,
        "Approve returns and their inspection",
        &[
            approve_first(PAPER_RETURNS, "@marcus"),
            review(PAPER_RETURNS, "@owen"),
            approve_first(INSPECT, "@marcus"),
            review(INSPECT, "@owen"),
        ],
    ),
    commit(
        624,
        INES,
        "Approve complaints and user access",
        &[
            approve_first(COMPLAINTS, "@ines"),
            review(COMPLAINTS, "@tomasz"),
            approve_first(ANSWER, "@ines"),
            review(ANSWER, "@tomasz"),
            approve_first(USER_ACCESS, "@ines"),
            review(USER_ACCESS, "@priya"),
            approve_first(CREATE_ACCOUNT, "@ines"),
            review(CREATE_ACCOUNT, "@priya"),
            approve_first(REVOKE_ACCESS, "@ines"),
            review(REVOKE_ACCESS, "@priya"),
        ],
    ),
    commit(
        621,
        INES,
        "Approve the work instructions of the warehouse",
        &[
            approve_first(PICK_AND_PACK, "@ines"),
            review(PICK_AND_PACK, "@marcus"),
            approve_first(BOOK_IN, "@ines"),
            review(BOOK_IN, "@marcus"),
        ],
    ),
    commit(
        612,
        INES,
        "Say in the README what a release is",
        &[replace(
            README,
            "Larkspur Home does not exist.",
            "A tag such as `v1.0` marks a release: the documents as they were handed out to the \
             teams. What changed between two releases is in `sopctl changelog`.\n\n\
             Larkspur Home does not exist.",
        )],
    ),
    tag("v1.0", FIRST_RELEASE, INES, "First release of the library"),
    // From v1.0 to v1.1.
    commit(
        596,
        TOMASZ,
        "Raise the goodwill voucher to 20 EUR (#9)",
        &[replace(LIMITS, "goodwill_voucher_eur = 15", "goodwill_voucher_eur = 20")],
    ),
    on(
        "cycle-count",
        574,
        MARCUS,
        "Add a work instruction for cycle counts",
        &[
            add(CYCLE_COUNT),
            replace(RECEIVING, "POL-003, WI-003.", "POL-003, WI-003, WI-004."),
            replace(
                RECEIVING,
                "2. The Picker counts blind and enters the figure on the handheld.",
                "2. The Picker counts blind as WI-004 describes.",
            ),
        ],
    ),
    on(
        "cycle-count",
        566,
        LEILA,
        "Name the tolerance in the cycle count",
        &[replace(
            CYCLE_COUNT,
            "the line turns green or yellow.",
            "the line turns green, or yellow if the difference is above 2 units.",
        )],
    ),
    merge("cycle-count", 560, INES, "Merge pull request #12 from larkspur/cycle-count"),
    commit(
        548,
        INES,
        "Approve the cycle count",
        &[
            approve(CYCLE_COUNT, "1.0", "@ines"),
            review(CYCLE_COUNT, "@marcus"),
            approve(RECEIVING, "1.1", "@ines"),
            because(RECEIVING, "Counting has its own work instruction"),
        ],
    ),
    commit(
        520,
        TOMASZ,
        "Answer complaints within 24 hours (#14)",
        &[
            replace(
                COMPLAINTS,
                "sends a first answer within 48 hours.",
                "sends a first answer within 24 hours.",
            ),
            approve(COMPLAINTS, "2.0", "@ines"),
            because(COMPLAINTS, "Customers wrote a second time before we had answered"),
            ticket(COMPLAINTS, "CHG-114"),
        ],
    ),
    commit(
        500,
        LEILA,
        "Refund within 5 working days",
        &[
            replace(MONEY, "a refund within 10 working days", "a refund within 5 working days"),
            approve(MONEY, "2.0", "@ines"),
            because(MONEY, "New terms of sale"),
            ticket(MONEY, "CHG-117"),
        ],
    ),
    commit(478, TOMASZ, "Review SOP-004", &[review(REFUNDS, "@tomasz")]),
    commit(
        472,
        TOMASZ,
        "Review the work instructions of customer support",
        &[review(ISSUE_REFUND, "@tomasz"), review(ANSWER, "@tomasz")],
    ),
    commit(
        460,
        MARCUS,
        "Photograph damaged deliveries (#17)",
        &[
            replace(
                RECEIVING,
                "2. The Receiving clerk notes visible damage on the driver's copy.",
                "2. The Receiving clerk photographs visible damage and notes it on the driver's copy.",
            ),
            replace(
                RECEIVING,
                "Advice notes and the driver's copies are kept for 10 years,",
                "Advice notes, photographs and the driver's copies are kept for 10 years,",
            ),
            approve(RECEIVING, "2.0", "@ines"),
            because(RECEIVING, "A carrier refused a claim for want of proof"),
            ticket(RECEIVING, "CHG-121"),
        ],
    ),
    commit(
        455,
        PRIYA,
        "End open sessions when somebody leaves",
        &[
            replace(
                REVOKE_ACCESS,
                "4. Choose the successor in **Mailbox > Forward to**.\n\n   \
                 Expected result: the successor's address is shown for 30 days.\n\n\
                 5. Remove the person from all groups with **Remove all**.\n\n   \
                 Expected result: **Groups** shows `0`.\n\n\
                 6. Export the access record with **Export > Leaver**.\n\n   \
                 Expected result: a PDF with the user number is downloaded.\n\n\
                 7. Attach",
                "4. Click **End sessions**.\n\n   \
                 Expected result: **Open sessions** shows `0`.\n\n\
                 5. Choose the successor in **Mailbox > Forward to**.\n\n   \
                 Expected result: the successor's address is shown for 30 days.\n\n\
                 6. Remove the person from all groups with **Remove all**.\n\n   \
                 Expected result: **Groups** shows `0`.\n\n\
                 7. Export the access record with **Export > Leaver**.\n\n   \
                 Expected result: a PDF with the user number is downloaded.\n\n\
                 8. Attach",
            ),
            approve(REVOKE_ACCESS, "2.0", "@ines"),
            because(REVOKE_ACCESS, "A blocked account could read mail until its session ended"),
            ticket(REVOKE_ACCESS, "INC-31"),
        ],
    ),
    commit(
        440,
        LEILA,
        "Count every location every three months",
        &[
            replace(STOCK, "location once every 6 months.", "location once every 3 months."),
            approve(STOCK, "2.0", "@leila"),
            because(STOCK, "Finding of the annual stocktaking"),
            ticket(STOCK, "AUD-4"),
        ],
    ),
    on(
        "delivery-photos",
        432,
        MARCUS,
        "Photograph damage when booking in",
        &[
            replace(
                BOOK_IN,
                "3. Note visible damage on the driver's copy.",
                "3. If anything is damaged, press **Photo** and photograph it on the lorry.\n\n   \
                 Expected result: the picture appears below the delivery.\n\n\
                 4. Note visible damage on the driver's copy.",
            ),
            replace(BOOK_IN, "4. Unload the pallets", "5. Unload the pallets"),
            replace(BOOK_IN, "5. Scan the label", "6. Scan the label"),
            replace(BOOK_IN, "6. Enter the counted", "7. Enter the counted"),
            replace(BOOK_IN, "7. Choose a reason", "8. Choose a reason"),
            replace(BOOK_IN, "8. Click **Book in**", "9. Click **Book in**"),
            replace(BOOK_IN, "9. Stick one", "10. Stick one"),
            replace(
                BOOK_IN,
                "   Expected result: every pallet in",
                "    Expected result: every pallet in",
            ),
        ],
    ),
    on(
        "delivery-photos",
        425,
        OWEN,
        "Say what to do when the upload fails",
        &[replace(
            BOOK_IN,
            "* **The advice number is unknown**",
            "* **The picture does not appear**: finish unloading, then press **Send again** below the delivery.\n\
             * **The advice number is unknown**",
        )],
    ),
    merge("delivery-photos", 420, INES, "Merge pull request #19 from larkspur/delivery-photos"),
    commit(
        418,
        INES,
        "Approve WI-003 2.0",
        &[
            approve(BOOK_IN, "2.0", "@ines"),
            because(BOOK_IN, "Follows SOP-002 2.0"),
            ticket(BOOK_IN, "CHG-121"),
        ],
    ),
    commit(
        402,
        PRIYA,
        "Review user access and WI-005",
        &[review(USER_ACCESS, "@priya"), review(CREATE_ACCOUNT, "@priya")],
    ),
    commit(390, MARCUS, "Review SOP-001", &[review(FULFILMENT, "@marcus")]),
    commit(
        377,
        TOMASZ,
        "Review SOP-005",
        &[review_noting(
            COMPLAINTS,
            "@tomasz",
            "Read with both shifts; the 24 hours are kept in 93 of 100 cases",
        )],
    ),
    commit(362, MARCUS, "Review the stock policy", &[review(STOCK, "@marcus")]),
    commit(352, PRIYA, "Review the access control policy", &[review(ACCESS, "@priya")]),
    commit(347, MARCUS, "Review WI-003", &[mistype(BOOK_IN, "@marcus", Slip::Year)]),
    commit(
        344,
        INES,
        "Correct the year of the review of WI-003",
        &[Edit::ReviewedOn { path: BOOK_IN, days_ago: 347 }],
    ),
    commit(
        341,
        MARCUS,
        "Review SOP-002 and WI-002",
        &[review(RECEIVING, "@marcus"), review(PICK_AND_PACK, "@marcus")],
    ),
    commit(
        338,
        OWEN,
        "Name the order of the red tray (#20)",
        &[
            replace(
                PAPER_RETURNS,
                "puts forms without an order number into the red tray.",
                "puts forms without an order number into the red tray, the oldest on top.",
            ),
            version(PAPER_RETURNS, "1.1"),
            because(PAPER_RETURNS, "Forms at the bottom of the tray were forgotten"),
        ],
    ),
    tag("v1.1", 335, INES, "Second release: complaints, counts and damaged deliveries"),
];
