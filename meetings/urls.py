"""Addresses of meetings and to-dos."""

from django.urls import path

from meetings.views import agenda, meetings, minutes, session, signing, tasks

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/calendar.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("meetings/<int:pk>/agenda/", agenda.agenda, name="agenda"),
    path("meetings/<int:pk>/agenda/build/", agenda.agenda_build, name="agenda_build"),
    path("meetings/<int:pk>/agenda/<int:item>/move/", agenda.agenda_move, name="agenda_move"),
    path("meetings/<int:pk>/agenda/<int:item>/remove/", agenda.agenda_remove, name="agenda_remove"),
    path("meetings/<int:pk>/session/", session.session, name="session"),
    path("meetings/<int:pk>/session/live/", session.session_live, name="session_live"),
    path("meetings/<int:pk>/session/start/", session.session_start, name="session_start"),
    path("meetings/<int:pk>/session/end/", session.session_end, name="session_end"),
    path("meetings/<int:pk>/session/present/", session.session_present, name="session_present"),
    path("meetings/<int:pk>/session/items/<int:item>/", session.session_item, name="session_item"),
    path("meetings/<int:pk>/session/items/<int:item>/record/", session.session_record, name="session_record"),
    path("meetings/<int:pk>/session/items/<int:item>/decide/", session.session_decide, name="session_decide"),
    path(
        "meetings/<int:pk>/session/outcomes/<int:outcome>/take-back/",
        session.outcome_take_back,
        name="outcome_take_back",
    ),
    path("meetings/<int:pk>/sign/", signing.meeting_sign, name="meeting_sign"),
    path("meetings/<int:pk>/sign/all/", signing.meeting_sign_all, name="meeting_sign_all"),
    path("meetings/<int:pk>/sheet/", signing.meeting_sheet, name="meeting_sheet"),
    path("meetings/<int:pk>/follow-up/", minutes.follow_up, name="follow_up"),
    path("meetings/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/edit/", minutes.minutes_edit, name="minutes_edit"),
    path("meetings/<int:pk>/minutes/approve/", minutes.minutes_approve, name="minutes_approve"),
    path("meetings/<int:pk>/minutes/correct/", minutes.minutes_correct, name="minutes_correct"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>/", tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/done/", tasks.task_done, name="task_done"),
    path("tasks/<int:pk>/drop/", tasks.task_drop, name="task_drop"),
    path("tasks/<int:pk>/reopen/", tasks.task_reopen, name="task_reopen"),
]
