"""Addresses of letters: their drafts, their files, and their way to whom they are written."""

from django.urls import path

from dienests.site.pages import check, letter, letter_amend, letter_draft, letter_file, post_batch, sending

patterns = [
    path("case/<uuid:pk>/letter/<int:number>/", letter.page, name="letter"),
    path("case/<uuid:pk>/letter/<int:number>/pdf/", letter_file.page, name="letter-pdf"),
    path("case/<uuid:pk>/letter/begin/<slug:action>/", letter_draft.begin, name="draft-letter"),
    path("case/<uuid:pk>/receipt/pdf/", letter_file.receipt, name="receipt-pdf"),
    path("letters/", letter_draft.awaiting_page, name="letters"),
    path("letters/<uuid:pk>/", letter_draft.page, name="letter-draft"),
    path("letters/<uuid:pk>/preview/", letter_draft.preview, name="letter-preview"),
    path("letters/<uuid:pk>/amend/", letter_amend.page, name="letter-amend"),
    path("check/", check.page, name="check"),
    path("check/file/", check.file_page, name="check-file"),
    path("check/original/", check.original_page, name="check-original"),
    path("sending/", sending.page, name="sending"),
    path("sending/post/<int:number>/", post_batch.page, name="post-batch"),
    path("sending/post/<int:number>/print/", post_batch.print_page, name="post-batch-print"),
    path("sending/<uuid:pk>/", sending.one_page, name="sending-one"),
    path("sending/<uuid:pk>/way/", sending.way_page, name="sending-way"),
    path("sending/<uuid:pk>/hand/", sending.hand_page, name="sending-hand"),
    path("sending/<uuid:pk>/back/", sending.back_page, name="sending-back"),
    path("sending/<uuid:pk>/arrived/", sending.arrived_page, name="sending-arrived"),
]
